package io.sparkdcgan.engine;

/** Is told what the parts of a step take. */
@FunctionalInterface
public interface StepClock {
  /** Nobody asks. */
  StepClock NONE = (part, nanos) -> {};

  /**
   * A part is done.
   *
   * @param part for example {@code discriminator down2 forward}; the same part may come several
   *     times a step
   */
  void spent(String part, long nanos);
}
