package io.sparkdcgan.config;

/**
 * How workers are joined.
 *
 * @param workers logical workers, fixed for a run; executors only change its speed
 * @param localSteps steps a worker takes between two averages
 * @param outer what is done with the workers' average
 * @param moments what becomes of Adam's moments at an average
 */
public record AveragingConfig(int workers, int localSteps, Outer outer, Moments moments) {

  /** What is done with the workers' average. */
  public enum Outer {
    /** It becomes the next state. */
    AVERAGE
  }

  /** What becomes of Adam's moments at an average. */
  public enum Moments {
    /** Averaged like the parameters. */
    AVERAGE,
    /** Zero at the start of every round. */
    RESET
  }
}
