package io.sparkdcgan.run;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.random.RandomStream;

/**
 * From a run's state to the generator that its images are drawn with: grids, exports, samples and
 * scores all show the same one.
 */
public final class SampledGenerator {
  /** Latents in the batch whose statistics are used. */
  private static final int BATCH = 256;

  private SampledGenerator() {}

  /**
   * The generator to draw with: its moving mean over rounds, if the run keeps one, with the
   * statistics that {@code sampling} says. The state is left as it is.
   */
  public static NetworkState of(RunConfig config, GanNetworks networks, GanState state) {
    return switch (config.sampling().statistics()) {
      case RUNNING -> state.drawingGenerator();
      case BATCH -> calibrated(config, networks, state.drawingGenerator());
    };
  }

  private static NetworkState calibrated(
      RunConfig config, GanNetworks networks, NetworkState generator) {
    float[] latents =
        LatentSampler.of(config.network())
            .draw(RandomStream.of(config.seed(), "calibration latents"), BATCH);
    // As many threads as the run computes with: they belong to the statistics' bits.
    ComputeThreads.use(config.compute().threads());
    return FrozenNetwork.calibrated(networks, generator, latents);
  }
}
