package io.sparkdcgan.run;

import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.evaluation.Diversity;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.SlicedWasserstein;
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

  /** Asks the discriminator for the share of these images that it takes for real ones. */
  @FunctionalInterface
  interface Judge {
    double realShare(ImageSet images);
  }

  /**
   * Compares as many drawn images with real ones.
   *
   * @param seed names patches and directions
   * @param heldOut whether no worker ever trains on the real ones
   * @param checkpoint is called between parts of the work; what it throws ends it
   */
  static Scores compare(
      ImageSet real, ImageSet drawn, Judge judge, long seed, boolean heldOut, Runnable checkpoint) {
    SlicedWasserstein.Score distance = new SlicedWasserstein(seed, checkpoint).between(real, drawn);
    return new Scores(
        distance.mean(),
        distance.byLevel(),
        Diversity.relative(drawn, real),
        judge.realShare(real),
        1 - judge.realShare(drawn),
        real.count(),
        heldOut);
  }
}
