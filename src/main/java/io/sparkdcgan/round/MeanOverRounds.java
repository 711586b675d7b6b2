package io.sparkdcgan.round;

/**
 * A moving mean over rounds. Until it is as long as its memory it is the plain mean of all rounds
 * so far, so that it never remembers the noise before the first.
 *
 * <pre>
 * keep = min(decay, (round - 1) / round)        mean = keep mean + (1 - keep) value
 * </pre>
 *
 * @param decay how much of the mean stays at a round, in [0, 1); 0 keeps none
 */
record MeanOverRounds(double decay) {
  private static final float[] NOTHING = {};

  /**
   * The mean after a round.
   *
   * @param round completed rounds, this one included
   * @param mean after the round before; empty before the first
   */
  float[] after(long round, float[] mean, float[] values) {
    if (decay == 0) {
      return NOTHING;
    }
    if (mean.length == 0) {
      return values;
    }
    double keep = Math.min(decay, (round - 1.0) / round);
    float[] next = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      next[i] = (float) (keep * mean[i] + (1 - keep) * values[i]);
    }
    return next;
  }
}
