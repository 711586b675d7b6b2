package io.sparkdcgan.run;

import io.sparkdcgan.config.GuardConfig;
import io.sparkdcgan.run.GuardVerdict.Healthy;

/** Placeholder. */
final class Guard {
  Guard(GuardConfig config, long since) {}

  GuardVerdict see(Observation o) {
    return new Healthy();
  }
}
