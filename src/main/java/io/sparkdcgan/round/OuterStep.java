package io.sparkdcgan.round;

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

  /** Where the step ends. */
  static final class Result {
    private final float[] parameters;
    private final float[] velocity;

    private Result(float[] parameters, float[] velocity) {
      this.parameters = parameters;
      this.velocity = velocity;
    }

    /** Of the network after the round. */
    float[] parameters() {
      return parameters;
    }

    /** For the round after it; empty if there is none. */
    float[] velocity() {
      return velocity;
    }
  }

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
}
