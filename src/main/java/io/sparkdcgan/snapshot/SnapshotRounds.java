package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rounds of a run have a snapshot, by the keys in its folder, in ascending order.
 *
 * @param committed those with a marker
 * @param incomplete those of which there are files without one
 */
record SnapshotRounds(List<Long> committed, List<Long> incomplete) {
  private static final Pattern KEY = Pattern.compile(SnapshotStore.FOLDER + "/r([0-9]{8,18})/(.+)");

  private static final Pattern ANY_DIGITS =
      Pattern.compile("(" + SnapshotStore.FOLDER + "/r\\p{Nd}{8,18})/.+");

  /** How many of the first and of the last are named. */
  private static final int ENDS = 4;

  static SnapshotRounds in(ObjectStore run) {
    Map<Long, Boolean> marked = new TreeMap<>();
    for (String key : run.list(SnapshotStore.FOLDER)) {
      Matcher matcher = KEY.matcher(key);
      if (matcher.matches()) {
        long round = Long.parseLong(matcher.group(1));
        if (key.startsWith(SnapshotStore.folder(round) + "/")) {
          boolean marker = matcher.group(2).equals(SnapshotStore.MARKER);
          marked.merge(round, marker, Boolean::logicalOr);
        }
      }
    }
    Map<Boolean, List<Long>> rounds =
        marked.keySet().stream().collect(Collectors.partitioningBy(marked::get));
    return new SnapshotRounds(rounds.get(true), rounds.get(false));
  }

  /** Folders that would be of rounds, were their digits those of every locale. */
  static List<String> inOtherDigits(ObjectStore run) {
    return run.list(SnapshotStore.FOLDER).stream()
        .filter(key -> !KEY.matcher(key).matches())
        .map(ANY_DIGITS::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .distinct()
        .toList();
  }

  /** What a snapshot that was just saved makes superfluous, and of later rounds all there is. */
  Stream<Long> superfluous(long saved, Retention retention) {
    List<Long> past = committed.stream().filter(round -> round <= saved).toList();
    Stream<Long> ofAnotherPast = committed.stream().filter(round -> round > saved);
    return Stream.of(retention.superfluous(past).stream(), ofAnotherPast, incomplete.stream())
        .flatMap(rounds -> rounds);
  }

  /**
   * Sees that all of these are committed.
   *
   * @throws Failure {@code SNAPSHOT} if not, naming every one that is not and those that are
   */
  void require(List<Long> wanted, String uri) {
    List<Long> missing = wanted.stream().filter(round -> !committed.contains(round)).toList();
    if (!missing.isEmpty()) {
      String others = committed.isEmpty() ? "is none at all" : "are those of " + names(committed);
      throw new Failure(
          ExitCode.SNAPSHOT,
          "there is no snapshot of round %s in %s; there %s"
              .formatted(names(missing), uri, others));
    }
  }

  /** All of which there is anything. */
  Stream<Long> all() {
    return Stream.concat(committed.stream(), incomplete.stream());
  }

  /**
   * Rounds in a sentence, for example {@code 12, 60, 180}, or {@code 1, 2, 3, 4, ..., 97, 98, 99,
   * 100 (100 in all)}: a long run has thousands of them.
   */
  static String names(List<Long> rounds) {
    int count = rounds.size();
    if (count <= 2 * ENDS) {
      return joined(rounds.stream());
    }
    return "%s, ..., %s (%s in all)"
        .formatted(
            joined(rounds.stream().limit(ENDS)), joined(rounds.stream().skip(count - ENDS)), count);
  }

  private static String joined(Stream<Long> rounds) {
    return rounds.map(String::valueOf).collect(Collectors.joining(", "));
  }
}
