package io.sparkdcgan.round;

import java.util.Locale;

/**
 * A worker that a round's average goes without, and why.
 *
 * @param worker its number, from 0
 * @param reason why
 * @param network whose update it is about: {@code generator} or {@code discriminator}
 * @param norm length of that update, the root of its squares' sum; NaN or infinite if it has none
 * @param bound what the length may be at most; infinite where any length would do
 */
public record ExcludedWorker(int worker, Reason reason, String network, double norm, double bound) {

  /** What speaks against a worker's result. */
  public enum Reason {
    /** It holds a NaN or an infinity. */
    NOT_FINITE,
    /** Its update is many times longer than those of the others. */
    OUTLIER
  }

  /** For people, for example {@code worker 2: its generator holds numbers that are not finite}. */
  public String sentence() {
    return switch (reason) {
      case NOT_FINITE ->
          "worker %d: its %s holds numbers that are not finite".formatted(worker, network);
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
