package io.sparkdcgan.round;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.Engine;
import io.sparkdcgan.engine.LocalStep;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.random.RandomStream;
import java.util.List;

/** One worker's steps in a loop, with nothing of rounds in it: what a run of one worker is. */
public final class BareSteps {
  private BareSteps() {}

  /** The networks after {@code steps} steps from {@code start}. */
  public static GanState after(
      int steps,
      GanState start,
      EpochOrder order,
      List<ImageBlock> shards,
      NetworkConfig network,
      TrainingConfig training) {
    Engine engine = new Nd4jEngine();
    engine.useThreads(1);
    int count = training.batchSize();
    try (LocalStep gan = engine.newStep(network, training, count)) {
      gan.load(start);
      for (int step = 0; step < steps; step++) {
        long position = (long) step * count;
        LocalStep.Batch batch = gan.batches().get(0);
        putImages(batch, order, position, count, shards);
        batch.putLatents(latents(order.seed(), position, count, network));
        gan.advance(batch, count, step);
      }
      return gan.state(start.progress());
    }
  }

  private static void putImages(
      LocalStep.Batch batch, EpochOrder order, long position, int count, List<ImageBlock> shards) {
    int row = 0;
    for (ImageSpan span : order.spans(position, count)) {
      for (int index : span.indices(order.seed())) {
        batch.putImage(row, ImageBatch.values(shards.get(span.shard()), index, index + 1));
        row++;
      }
    }
  }

  private static float[] latents(long seed, long position, int batch, NetworkConfig network) {
    float[] rows = new float[batch * network.latentSize()];
    for (int row = 0; row < batch; row++) {
      float[] one =
          LatentSampler.of(network).draw(RandomStream.of(seed, "latent", position + row), 1);
      System.arraycopy(one, 0, rows, row * one.length, one.length);
    }
    return rows;
  }
}
