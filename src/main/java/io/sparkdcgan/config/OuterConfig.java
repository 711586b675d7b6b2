package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * What one network does with the workers' average.
 *
 * @param kind the outer optimizer
 * @param learningRate of the outer optimizer, above 0 and at most 2; {@link Outer#AVERAGE} has none
 * @param momentum how much of the outer velocity stays at a round, in [0, 1)
 */
public record OuterConfig(Outer kind, double learningRate, double momentum)
    implements Serializable {

  /** What is done with the workers' average. */
  public enum Outer {
    /** It becomes the next state. */
    AVERAGE,
    /**
     * The averaged change is a gradient for Nesterov's momentum (DiLoCo: Douillard et al. 2023,
     * algorithm 1).
     */
    NESTEROV
  }
}
