package io.sparkdcgan.api;

import io.sparkdcgan.artifact.BestHint.Best;
import java.util.List;
import java.util.OptionalLong;

/**
 * Scores of a run's snapshots, and what to hold them against.
 *
 * @param reference what real images have
 * @param scores one for each snapshot, in the order in which they were given
 */
public record RunScores(ReferenceScore reference, List<SnapshotScore> scores) {
  public RunScores {
    scores = List.copyOf(scores);
  }

  /**
   * The round of the snapshot that is the best of them, by the rule of a training's {@code
   * best.json}: the lowest distance, noise after all others, of two alike the earlier one.
   *
   * @return empty if no distance is a number
   */
  public OptionalLong best() {
    return scores.stream()
        .filter(score -> Double.isFinite(score.swd()))
        .map(score -> Best.bySwd(score.round(), score.swd(), score.diversity()))
        .reduce((one, other) -> other.isBetterThan(one) ? other : one)
        .map(best -> OptionalLong.of(best.round()))
        .orElse(OptionalLong.empty());
  }
}
