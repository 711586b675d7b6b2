package io.sparkdcgan.round;

import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanState;
import java.util.List;
import java.util.Locale;

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

  /**
   * A worker that a round's average goes without, and why.
   *
   * @param worker its number, from 0
   * @param reason why
   * @param network whose update it is about: {@code generator} or {@code discriminator}
   * @param norm length of that update, the root of its squares' sum; NaN or infinite if it has none
   * @param bound what the length may be at most; infinite where any length would do
   */
  record ExcludedWorker(int worker, Reason reason, String network, double norm, double bound) {

    /** What speaks against a worker's result. */
    public enum Reason {
      /** It holds a NaN or an infinity. */
      NOT_FINITE,
      /** Its update is many times longer than those of the others. */
      OUTLIER
    }

    /**
     * For people, for example {@code worker 2: its generator holds numbers that are not finite}.
     */
    public String sentence() {
      return switch (reason) {
        case NOT_FINITE ->
            "worker %s: its %s holds numbers that are not finite".formatted(worker, network);
        case OUTLIER ->
            String.format(
                Locale.ROOT,
                "worker %d: its update of the %s has length %.4g, at most %.4g would do",
                worker,
                network,
                norm,
                bound);
      };
    }
  }
}
