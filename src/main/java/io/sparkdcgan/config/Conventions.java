package io.sparkdcgan.config;

import io.sparkdcgan.config.NetworkConfig.LatentDistribution;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig.Schedule;

/** What {@code preset} means as a value; {@code reference.conf} shows the same table. */
record Conventions(
    int kernel, int width, LatentDistribution latentDistribution, double l2, Schedule schedule) {

  static Conventions of(Preset preset) {
    return switch (preset) {
      case PAPER ->
          new Conventions(5, 128, LatentDistribution.UNIFORM, 1e-5, Schedule.ALTERNATE_BATCHES);
      case PYTORCH -> new Conventions(4, 64, LatentDistribution.NORMAL, 0, Schedule.EACH_BATCH);
    };
  }
}
