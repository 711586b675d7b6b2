package io.sparkdcgan.run;

import io.sparkdcgan.model.GanState;

/**
 * Who scores a run's states: a cluster, or this process. Scores are a function of the state, the
 * run's seed and the pictures alone, so that a run that was cut off has the same.
 */
@FunctionalInterface
public interface Evaluation {
  /**
   * Scores a state.
   *
   * @param state left as it is
   * @throws io.sparkdcgan.round.RoundFailedException if it could not be computed this time
   */
  Scores of(GanState state);

  /** For a run that is never evaluated. */
  static Evaluation none() {
    return state -> {
      throw new IllegalStateException("a run whose evaluation.every is 0 is not evaluated");
    };
  }
}
