package io.sparkdcgan.lease;

import io.sparkdcgan.storage.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  /** The claim of this process. */
  static Claim here(Duration lease) {
    String driver =
        "%s@%s, process %s"
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
    return Json.pretty(new Stored(driver, since.toString(), lease.toSeconds(), held, beat));
  }

  /** The claim that these bytes hold; none while they are being written. */
  static Optional<Claim> parse(byte[] json) {
    return Json.read(json, Stored.class).flatMap(Stored::claim);
  }

  /** A claim as it stands in its file. */
  private record Stored(String driver, String since, long leaseSeconds, boolean held, Long beat) {
    private static final int MOST_SECONDS = 86_400;

    Optional<Claim> claim() {
      if (since == null || beat == null || leaseSeconds < 1 || leaseSeconds > MOST_SECONDS) {
        return Optional.empty();
      }
      try {
        String who = driver == null ? "" : driver;
        Duration lease = Duration.ofSeconds(leaseSeconds);
        return Optional.of(new Claim(who, Instant.parse(since), lease, held, beat));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
