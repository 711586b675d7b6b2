package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.step.StepLosses;

/** What became of a round. */
public sealed interface RoundOutcome {

  /**
   * The workers agreed on a state.
   *
   * @param state where the run is now; every value is finite
   * @param losses means over all workers' steps, weighted by pictures
   * @param images pictures that were trained on
   * @param seconds where the round's time went
   */
  record Averaged(GanState state, StepLosses losses, long images, RoundSeconds seconds)
      implements RoundOutcome {}

  /**
   * The average is not finite; the state before the round stands.
   *
   * @param sentence which array holds what
   */
  record Diverged(String sentence) implements RoundOutcome {}
}
