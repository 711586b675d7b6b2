package io.sparkdcgan.round;

import io.sparkdcgan.config.AveragingConfig.MeanStart;
import io.sparkdcgan.config.AveragingConfig.OuterConfig;

/**
 * What one network does with the workers' average. With Nesterov's momentum (DiLoCo: Douillard et
 * al. 2023, algorithm 1, by PyTorch's form of the momentum) the averaged change is a gradient:
 *
 * <pre>
 * d = start - average        v = momentum v + d        p = start - rate (d + momentum v)
 * </pre>
 */
record OuterStep(OuterConfig config) {
  private static final float[] NOTHING = {};

  /**
   * Where the step ends.
   *
   * @param parameters of the network after the round
   * @param velocity for the round after it; empty if there is none
   */
  record Result(float[] parameters, float[] velocity) {}

  /**
   * Takes the step.
   *
   * @param start parameters before the round
   * @param average of the workers' parameters
   * @param velocity after the round before, empty if there was none
   */
  Result from(float[] start, float[] average, float[] velocity) {
    return switch (config.kind()) {
      case AVERAGE -> new Result(average, NOTHING);
      case NESTEROV -> nesterov(start, average, velocity);
    };
  }

  private Result nesterov(float[] start, float[] average, float[] velocity) {
    double rate = config.learningRate();
    double momentum = config.momentum();
    float[] parameters = new float[start.length];
    float[] next = new float[start.length];
    for (int i = 0; i < start.length; i++) {
      double gradient = (double) start[i] - average[i];
      double before = velocity.length == 0 ? 0 : velocity[i];
      next[i] = (float) (momentum * before + gradient);
      parameters[i] = (float) (start[i] - rate * (gradient + momentum * next[i]));
    }
    return new Result(parameters, next);
  }

  /**
   * A moving mean over rounds, which never remembers the noise before the first. Until it is as
   * long as its memory it is the plain mean of all rounds so far, or of the last tenth or so of
   * them.
   *
   * <pre>
   * all:     keep = min(decay, (round - 1) / round)
   * recent:  keep = min(decay, round / (round + 9))
   * mean = keep mean + (1 - keep) value
   * </pre>
   *
   * @param decay how much of the mean stays at a round, in [0, 1); 0 keeps none
   */
  record MeanOverRounds(double decay, MeanStart start) {
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
      double young =
          switch (start) {
            case ALL -> (round - 1.0) / round;
            case RECENT -> round / (round + 9.0);
          };
      double keep = Math.min(decay, young);
      float[] next = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        next[i] = (float) (keep * mean[i] + (1 - keep) * values[i]);
      }
      return next;
    }
  }
}
