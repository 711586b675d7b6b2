package io.sparkdcgan.round;

import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanState;
import java.util.List;

/** What became of a round. */
public sealed interface RoundOutcome {

  /** Workers that the average goes without, by worker; all of them in a round that diverged. */
  List<ExcludedWorker> leftOut();

  /**
   * The workers agreed on a state.
   *
   * @param state where the run is now; every value is finite
   * @param losses means over the steps of the workers that take part, weighted by images
   * @param images images that those trained on
   * @param leftOut workers that the average goes without
   * @param wireError what half precision took from the workers' changes, as a share of them; 0 if
   *     they traveled in full
   * @param account where time and bytes went
   */
  record Averaged(
      GanState state,
      StepLosses losses,
      long images,
      List<ExcludedWorker> leftOut,
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
  record Diverged(String sentence, List<ExcludedWorker> leftOut) implements RoundOutcome {}
}
