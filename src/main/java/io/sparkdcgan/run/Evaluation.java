package io.sparkdcgan.run;

import io.sparkdcgan.model.GanState;

/**
 * Who scores a run's states: a cluster, or this process. Scores are a function of the state, the
 * run's seed and the images alone, so that a run that was cut off has the same.
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

  /**
   * Has the scoring that is under way given up, if there is one: {@link #of} throws a {@link
   * io.sparkdcgan.round.RoundFailedException} with this reason soon. From any thread, and as often
   * as one likes.
   */
  default void cancel(String reason) {}

  /** For a run that is never evaluated. */
  static Evaluation none() {
    return state -> {
      throw new IllegalStateException("a run whose evaluation.every is 0 is not evaluated");
    };
  }
}
