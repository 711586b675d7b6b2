package io.sparkdcgan.round;

import io.sparkdcgan.engine.StepLosses;

/**
 * Weighted means of losses; a NaN, which a step leaves for a network it did not train, is no value.
 */
final class LossMeans {
  private static final int KINDS = 4;

  private final double[] sums = new double[KINDS];
  private final double[] weights = new double[KINDS];

  void add(StepLosses losses, double weight) {
    double[] values = {
      losses.discriminator(), losses.generator(), losses.judgedReal(), losses.judgedDrawn()
    };
    for (int kind = 0; kind < KINDS; kind++) {
      if (!Double.isNaN(values[kind])) {
        sums[kind] += weight * values[kind];
        weights[kind] += weight;
      }
    }
  }

  /** NaN for what no step had. */
  StepLosses means() {
    return new StepLosses(mean(0), mean(1), mean(2), mean(3));
  }

  private double mean(int kind) {
    return weights[kind] == 0 ? Double.NaN : sums[kind] / weights[kind];
  }
}
