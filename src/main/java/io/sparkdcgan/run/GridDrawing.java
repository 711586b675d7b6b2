package io.sparkdcgan.run;

import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.random.RandomStream;

/** Draws a run's sample grids: the same latents every time, so that one sees each image grow. */
final class GridDrawing {
  private final RunConfig config;
  private final GanNetworks networks;
  private final SampleGrids grids;

  GridDrawing(RunConfig config, GanNetworks networks, SampleGrids grids) {
    this.config = config;
    this.networks = networks;
    this.grids = grids;
  }

  void draw(GanState state) {
    int rows = config.artifacts().gridRows();
    float[] latents =
        LatentSampler.of(config.network())
            .draw(RandomStream.of(config.seed(), "grid latents"), rows * rows);
    // As many threads as the run computes with: they belong to the grid's bytes, too.
    ComputeThreads.use(config.compute().threads());
    NetworkState generator = SampledGenerator.of(config, networks, state);
    try (FrozenNetwork drawing = FrozenNetwork.generator(networks, generator)) {
      byte[] png =
          new SampleGrid(rows, rows).png(drawing.outputs(latents), config.network().imageSize());
      grids.put(state.progress().round(), png);
    }
  }
}
