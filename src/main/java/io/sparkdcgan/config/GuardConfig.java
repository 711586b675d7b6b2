package io.sparkdcgan.config;

/**
 * What a run does when it goes wrong: once it goes back to its best snapshot, the second time it
 * ends.
 *
 * @param enabled whether anybody watches
 * @param rateFactor by which the learning rate is multiplied when the run goes back, in (0, 1]
 * @param patience evaluations in a row that must look ill before it is an alarm, at least 1
 */
public record GuardConfig(Enabled enabled, double rateFactor, int patience) {

  /** Whether anybody watches. */
  public enum Enabled {
    /** Where the run is evaluated. */
    AUTO,
    TRUE,
    FALSE
  }

  /** Whether anybody watches a run that is evaluated like this. */
  public boolean watches(EvaluationConfig evaluation) {
    return switch (enabled) {
      case AUTO -> evaluation.every() > 0;
      case TRUE -> true;
      case FALSE -> false;
    };
  }
}
