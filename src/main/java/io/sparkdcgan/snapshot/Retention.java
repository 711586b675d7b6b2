package io.sparkdcgan.snapshot;

import java.util.List;
import java.util.OptionalLong;

/**
 * Which of a run's snapshots stay; one that has any reason to does.
 *
 * @param newest how many of the newest, at least 1
 * @param every those of every so many rounds, counted from the run's begin, at least 0; 0 for none
 * @param best the round of the best one, if any is known to be
 */
public record Retention(int newest, int every, OptionalLong best) {
  public Retention {
    if (newest < 1 || every < 0) {
      throw new IllegalArgumentException(
          "of the newest at least 1 must stay, and every 0th or more, but these are %s and %s"
              .formatted(newest, every));
    }
  }

  /** Only the newest ones stay. */
  public static Retention newest(int count) {
    return new Retention(count, 0, OptionalLong.empty());
  }

  /**
   * The rounds whose snapshots are superfluous.
   *
   * @param rounds of all snapshots, in ascending order
   */
  List<Long> superfluous(List<Long> rounds) {
    return rounds.subList(0, Math.max(0, rounds.size() - newest)).stream()
        .filter(round -> !(every > 0 && round % every == 0))
        .filter(round -> !(best.isPresent() && best.getAsLong() == round))
        .toList();
  }
}
