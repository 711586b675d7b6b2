package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.step.StepLosses;
import java.util.List;

/** What became of a round. */
public sealed interface RoundOutcome {

  /** Workers that the average goes without, by worker; all of them in a round that diverged. */
  List<LeftOut> leftOut();

  /**
   * The workers agreed on a state.
   *
   * @param state where the run is now; every value is finite
   * @param losses means over the steps of the workers that take part, weighted by pictures
   * @param images pictures that those trained on
   * @param leftOut workers that the average goes without
   * @param wireError what half precision took from the workers' changes, as a share of them; 0 if
   *     they traveled in full
   * @param account where time and bytes went
   */
  record Averaged(
      GanState state,
      StepLosses losses,
      long images,
      List<LeftOut> leftOut,
      double wireError,
      RoundAccount account)
      implements RoundOutcome {

    /** Where the round's time went. */
    public RoundSeconds seconds() {
      return account.seconds();
    }
  }

  /**
   * There is no average, or it is not finite; the state before the round stands.
   *
   * @param sentence why
   * @param leftOut workers that the average went without
   */
  record Diverged(String sentence, List<LeftOut> leftOut) implements RoundOutcome {}
}
