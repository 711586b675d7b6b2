package io.sparkdcgan.run;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.random.RandomStream;

/**
 * What a run's images are drawn with, and its grids: exports, samples and scores all show the same
 * generator of a state.
 *
 * @param networks of the run
 */
public record RunDrawing(RunConfig config, GanNetworks networks) {
  /** Latents in the batch whose statistics are used. */
  private static final int BATCH = 256;

  /**
   * The generator to draw with: its moving mean over rounds, if the run keeps one, with the
   * statistics that {@code sampling} says. The state is left as it is.
   */
  public NetworkState generator(GanState state) {
    return switch (config.sampling().statistics()) {
      case RUNNING -> state.drawingGenerator();
      case BATCH -> calibrated(state.drawingGenerator());
    };
  }

  private NetworkState calibrated(NetworkState generator) {
    float[] latents = latents("calibration latents", BATCH);
    // As many threads as the run computes with: they belong to the statistics' bits.
    ComputeThreads.use(config.compute().threads());
    return FrozenNetwork.calibrated(networks, generator, latents);
  }

  /** A state's grid as PNG: of the same latents every time, so that one sees each image grow. */
  byte[] grid(GanState state) {
    int rows = config.artifacts().gridRows();
    float[] latents = latents("grid latents", rows * rows);
    // As many threads as the run computes with: they belong to the grid's bytes, too.
    ComputeThreads.use(config.compute().threads());
    try (FrozenNetwork drawing = FrozenNetwork.generator(networks, generator(state))) {
      return new SampleGrid(rows, rows).png(drawing.outputs(latents), config.network().imageSize());
    }
  }

  private float[] latents(String purpose, int count) {
    return LatentSampler.of(config.network()).draw(RandomStream.of(config.seed(), purpose), count);
  }
}
