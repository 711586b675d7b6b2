package io.sparkdcgan.run;

import io.sparkdcgan.artifact.MetricsLog;
import java.util.Map;
import java.util.Optional;

/**
 * What the guard sees of a round: its line in {@code metrics.jsonl}, read in the same way when the
 * round is over as when a run goes on after it was cut off. What is not known is NaN.
 *
 * @param round completed rounds
 * @param discriminatorLoss mean over the round's steps
 * @param generatorLoss mean over the round's steps
 * @param judgedReal mean of D(x)
 * @param judgedDrawn mean of D(G(z))
 * @param discriminatorMoved length of the round's change of the discriminator's parameters, as a
 *     share of their length
 * @param evaluated scores, if the round has any; those of a run's end do not count, so that a run
 *     that is made longer is judged as one that was planned so
 */
record Observation(
    long round,
    double discriminatorLoss,
    double generatorLoss,
    double judgedReal,
    double judgedDrawn,
    double discriminatorMoved,
    Optional<Evaluated> evaluated) {

  /**
   * What the guard needs of the scores.
   *
   * @param swd lower is better
   * @param diversity relative to that of real images
   */
  record Evaluated(double swd, double diversity) {}

  /** Reads a line of the log. */
  static Observation of(Map<String, Object> line) {
    Optional<Evaluated> evaluated =
        line.get(MetricsLog.SCORES) instanceof Map<?, ?> scores
                && !scores.containsKey(MetricsLog.AT_END)
            ? Optional.of(
                new Evaluated(
                    number(scores.get(MetricsLog.SWD)), number(scores.get(MetricsLog.DIVERSITY))))
            : Optional.empty();
    return new Observation(
        ((Number) line.get(MetricsLog.ROUND)).longValue(),
        number(line.get(MetricsLog.DISCRIMINATOR_LOSS)),
        number(line.get(MetricsLog.GENERATOR_LOSS)),
        number(line.get(MetricsLog.JUDGED_REAL)),
        number(line.get(MetricsLog.JUDGED_DRAWN)),
        number(line.get(MetricsLog.DISCRIMINATOR_MOVED)),
        evaluated);
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
