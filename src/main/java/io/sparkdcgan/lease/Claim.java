package io.sparkdcgan.lease;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.storage.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A driver's claim to a run, as its file says.
 *
 * @param driver who it is and where, for people
 * @param since when it claimed, by its own clock; for people, too
 * @param lease without a sign of life for this long it is taken for dead
 * @param held whether it has got the run
 * @param beat its signs of life so far
 */
record Claim(String driver, Instant since, Duration lease, boolean held, long beat) {
  private static final int MOST_SECONDS = 86_400;

  /** The claim of this process. */
  static Claim here(Duration lease) {
    String driver =
        "%s@%s, process %d"
            .formatted(System.getProperty("user.name"), host(), ProcessHandle.current().pid());
    return new Claim(driver, Instant.now().truncatedTo(ChronoUnit.SECONDS), lease, false, 0);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  /** The same with one more sign of life. */
  Claim beating(boolean holds) {
    return new Claim(driver, since, lease, holds, beat + 1);
  }

  byte[] json() {
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put("driver", driver);
    claim.put("since", since.toString());
    claim.put("leaseSeconds", lease.toSeconds());
    claim.put("held", held);
    claim.put("beat", beat);
    return Json.pretty(claim);
  }

  /** The claim that these bytes hold; none while they are being written. */
  static Optional<Claim> parse(byte[] json) {
    return Json.object(json).flatMap(Claim::of);
  }

  private static Optional<Claim> of(JsonNode claim) {
    long seconds = claim.path("leaseSeconds").asLong();
    if (seconds < 1 || seconds > MOST_SECONDS || !claim.path("beat").isIntegralNumber()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Claim(
              claim.path("driver").asText(),
              Instant.parse(claim.path("since").asText()),
              Duration.ofSeconds(seconds),
              claim.path("held").asBoolean(),
              claim.path("beat").asLong()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
