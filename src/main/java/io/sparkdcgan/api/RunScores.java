package io.sparkdcgan.api;

import java.util.List;

/**
 * Scores of a run's snapshots, and what to hold them against.
 *
 * @param reference what real pictures have
 * @param scores one for each snapshot, in the order in which they were given
 */
public record RunScores(ReferenceScore reference, List<SnapshotScore> scores) {
  public RunScores {
    scores = List.copyOf(scores);
  }
}
