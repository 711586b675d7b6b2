package io.sparkdcgan.snapshot;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rounds in a sentence. A long run has thousands of them, so that the middle is left out. */
final class RoundNames {
  /** How many of the first and of the last are named. */
  private static final int ENDS = 4;

  private RoundNames() {}

  /** For example {@code 12, 60, 180}, or {@code 1, 2, 3, 4, ..., 97, 98, 99, 100 (100 in all)}. */
  static String of(List<Long> rounds) {
    int count = rounds.size();
    if (count <= 2 * ENDS) {
      return joined(rounds.stream());
    }
    return "%s, ..., %s (%d in all)"
        .formatted(
            joined(rounds.stream().limit(ENDS)), joined(rounds.stream().skip(count - ENDS)), count);
  }

  private static String joined(Stream<Long> rounds) {
    return rounds.map(String::valueOf).collect(Collectors.joining(", "));
  }
}
