package io.sparkdcgan.artifact;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What makes a run this run: everything that its numbers depend on. Keys that change no number may
 * change from one attempt to the next: how long it trains, how images are drawn, what it leaves
 * behind, how it is judged and guarded, how it lives through failures, where the shards lie (their
 * digest says what they are) and are cached, and Spark's version.
 *
 * @param configuration every key with its value, nothing left to a default
 * @param shardsDigest SHA-256 of the shards' records
 * @param versions by name: {@code spark-dcgan}, {@code nd4j}, {@code spark}
 */
public record RunIdentity(
    SortedMap<String, String> configuration,
    String shardsDigest,
    SortedMap<String, String> versions) {
  private static final Pattern FREE =
      Pattern.compile(
          "run\\.(lease|grace|round-deadline)-seconds|run\\.round-retries|training\\.rounds|sampling\\..*|artifacts\\..*|evaluation\\..*|guard\\..*|data\\.(cache|shards)|versions\\.spark");
  private static final String ROUNDS = "training.rounds";
  private static final String DIGEST = "shardsDigest";
  private static final String VERSIONS = "versions.";
  private static final String PROGRAM = VERSIONS + "spark-dcgan";

  /** Versions of this program that compute the same bits: each goes on with a run of another. */
  private static final Set<String> SAME_BITS = Set.of("0.1.0-SNAPSHOT", "0.2.0");

  public RunIdentity {
    configuration = new TreeMap<>(configuration);
    versions = new TreeMap<>(versions);
  }

  /** SHA-256 of all that may not change. */
  public String hash() {
    return Fingerprint.of(Json.line(fixed())).sha256();
  }

  /** Where the identity that a run was begun with differs, with both values and the remedy. */
  List<String> differencesFrom(RunIdentity begun) {
    SortedMap<String, String> now = fixed();
    SortedMap<String, String> then = begun.fixed();
    TreeSet<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String was =
          Optional.ofNullable(then.get(key)).or(() -> EarlierValues.of(key, then)).orElse("absent");
      String is = now.getOrDefault(key, "absent");
      boolean sameBits = key.equals(PROGRAM) && SAME_BITS.containsAll(List.of(was, is));
      if (!was.equals(is) && !sameBits) {
        differences.add("%s was %s and is %s (%s)".formatted(key, was, is, remedy(key, was)));
      }
    }
    return differences;
  }

  /**
   * Sees that the run is to be at least as long as it is.
   *
   * @param reached completed rounds
   * @param uri the run's folder
   */
  void requireRounds(long reached, String uri) {
    String rounds = configuration.get(ROUNDS);
    if (rounds != null && Long.parseLong(rounds) < reached) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "%s is %s, but %s has a snapshot of round %d: set it to %d or more, or take another"
                  + " --to for a shorter run",
              ROUNDS,
              rounds,
              uri,
              reached,
              reached));
    }
  }

  /** After how many rounds it saves a snapshot, if it says so. */
  LongStream snapshotEvery() {
    return Stream.ofNullable(configuration.get("artifacts.snapshot-every"))
        .mapToLong(Long::parseLong);
  }

  private static String remedy(String key, String was) {
    if (key.equals(DIGEST)) {
      return "train on the shards it was begun with";
    }
    if (key.startsWith(VERSIONS)) {
      return "go on with that version";
    }
    return "--set %s=%s".formatted(key, was);
  }

  private SortedMap<String, String> fixed() {
    SortedMap<String, String> facts = new TreeMap<>(configuration);
    facts.put(DIGEST, shardsDigest);
    versions.forEach((name, version) -> facts.put(VERSIONS + name, version));
    facts.keySet().removeIf(key -> FREE.matcher(key).matches());
    return facts;
  }

  byte[] json() {
    return Json.pretty(
        new Stored(
            configuration.get("run.name"),
            configuration.get("run.seed"),
            hash(),
            shardsDigest,
            versions,
            configuration));
  }

  /** The identity that these bytes hold, if they are whole: its hash is the one they state. */
  static Optional<RunIdentity> parse(byte[] json) {
    return Json.read(json, Stored.class).filter(Stored::whole).map(Stored::run);
  }

  /** An identity as it stands in {@code run.json}. */
  private record Stored(
      String name,
      String seed,
      String identity,
      String shardsDigest,
      SortedMap<String, String> versions,
      SortedMap<String, String> configuration) {

    RunIdentity run() {
      return new RunIdentity(configuration, shardsDigest, versions);
    }

    boolean whole() {
      return versions != null && configuration != null && run().hash().equals(identity);
    }
  }
}
