package io.sparkdcgan.round;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.engine.nd4j.GanStep;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    ComputeThreads.use(1);
    int batch = training.batchSize();
    try (GanStep gan = new GanStep(GanNetworks.of(network), training, start)) {
      for (int step = 0; step < steps; step++) {
        long position = (long) step * batch;
        gan.advance(
            images(order, position, batch, shards, network.imageSize()),
            latents(order.seed(), position, batch, network),
            step);
      }
      return gan.state(start.progress());
    }
  }

  private static INDArray images(
      EpochOrder order, long position, int batch, List<ImageBlock> shards, int size) {
    float[] pixels = new float[batch * ImageBlock.imageBytes(size)];
    int row = 0;
    for (ImageSpan span : order.spans(position, batch)) {
      for (int index : span.indices(order.seed())) {
        ImageBatch.write(
            shards.get(span.shard()), index, pixels, row * ImageBlock.imageBytes(size));
        row++;
      }
    }
    return Nd4j.create(pixels, new long[] {batch, 3, size, size}, 'c');
  }

  private static INDArray latents(long seed, long position, int batch, NetworkConfig network) {
    float[] rows = new float[batch * network.latentSize()];
    for (int row = 0; row < batch; row++) {
      float[] one =
          LatentSampler.of(network).draw(RandomStream.of(seed, "latent", position + row), 1);
      System.arraycopy(one, 0, rows, row * one.length, one.length);
    }
    return Nd4j.create(rows, new long[] {batch, network.latentSize()}, 'c');
  }
}
