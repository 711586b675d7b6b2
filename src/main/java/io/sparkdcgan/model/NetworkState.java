package io.sparkdcgan.model;

import java.util.Arrays;

/**
 * One network's state between rounds, detached from any native memory: what a snapshot holds and
 * what crosses Spark. {@link NetworkLayout} says which elements belong to which layer. A value: the
 * arrays are never written to once the state is made.
 *
 * @param parameters trainable parameters in the layout's order
 * @param firstMoments Adam's m, one for each parameter
 * @param secondMoments Adam's v, one for each parameter, at least 0
 * @param statistics running means and variances of the batch norms, in the layout's order
 * @param updates how often Adam has moved the parameters
 */
public record NetworkState(
    float[] parameters,
    float[] firstMoments,
    float[] secondMoments,
    float[] statistics,
    long updates) {
  /**
   * @throws IllegalArgumentException if the moments are not one for each parameter
   */
  public NetworkState {
    if (firstMoments.length != parameters.length || secondMoments.length != parameters.length) {
      throw new IllegalArgumentException(
          "a network of %s parameters has %s first and %s second moments"
              .formatted(parameters.length, firstMoments.length, secondMoments.length));
    }
  }

  /** Whether every parameter, moment and statistic is a finite number. */
  public boolean isFinite() {
    return isFinite(parameters)
        && isFinite(firstMoments)
        && isFinite(secondMoments)
        && isFinite(statistics);
  }

  private static boolean isFinite(float[] values) {
    // The exponent of what is not finite is the largest of all: one pass without a branch.
    int largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
    }
    return largest < Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  }

  /** Equal to the bit, NaN to NaN and 0 not to -0: what a resumed run promises. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkState state
        && updates == state.updates
        && Arrays.equals(parameters, state.parameters)
        && Arrays.equals(firstMoments, state.firstMoments)
        && Arrays.equals(secondMoments, state.secondMoments)
        && Arrays.equals(statistics, state.statistics);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parameters);
  }
}
