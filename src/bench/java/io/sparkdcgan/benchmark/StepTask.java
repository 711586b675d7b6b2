package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.random.RandomStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The step that every contender takes, from the same start with the same images.
 *
 * @param networks both networks
 * @param training batch size, of one worker, optimizer and loss; each batch trains both networks
 */
record StepTask(GanNetworks networks, TrainingConfig training) {
  private static final long SEED = 1;
  private static final int CHANNELS = 3;

  int batch() {
    return training.batchSize();
  }

  GanState start() {
    return networks.initialState(SEED);
  }

  /** Images [batch, 3, S, S] of noise in [-1, 1): how fast a step is does not depend on them. */
  INDArray realNchw() {
    int size = networks.config().imageSize();
    RandomStream stream = RandomStream.of(SEED, "benchmark pictures");
    float[] pixels = new float[batch() * CHANNELS * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) stream.nextDouble(-1, 1);
    }
    return Nd4j.create(pixels, new long[] {batch(), CHANNELS, size, size}, 'c');
  }

  /** Latents [batch, latent size]. */
  INDArray latents() {
    LatentSampler sampler = LatentSampler.of(networks.config());
    float[] latents = sampler.draw(RandomStream.of(SEED, "benchmark latents"), batch());
    return Nd4j.create(latents, new long[] {batch(), sampler.size()}, 'c');
  }
}
