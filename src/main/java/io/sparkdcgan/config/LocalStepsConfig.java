package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * How many steps a worker takes between two averages: short rounds first, while the networks change
 * fast and workers drift apart, if wanted.
 *
 * @param most steps of a round in the end
 * @param first steps of the first rounds, from 1 to {@code most}
 * @param doubleEvery rounds after which the steps double until they are {@code most}, at least 1
 */
public record LocalStepsConfig(int most, int first, int doubleEvery) implements Serializable {

  /** The same number in every round. */
  public static LocalStepsConfig constant(int steps) {
    return new LocalStepsConfig(steps, steps, 10);
  }

  /**
   * Steps of one round.
   *
   * @param round completed rounds before it
   */
  public int of(long round) {
    long doublings = Math.min(round / doubleEvery, Integer.SIZE - 1);
    return (int) Math.min((long) first << doublings, most);
  }
}
