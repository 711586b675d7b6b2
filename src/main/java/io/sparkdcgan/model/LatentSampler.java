package io.sparkdcgan.model;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.LatentDistribution;
import io.sparkdcgan.random.RandomStream;

/**
 * Draws latents.
 *
 * @param size dimensions of the latent space
 * @param distribution what each dimension is drawn from, independently
 */
public record LatentSampler(int size, LatentDistribution distribution) {

  /** The sampler of these networks. */
  public static LatentSampler of(NetworkConfig network) {
    return new LatentSampler(network.latentSize(), network.latentDistribution());
  }

  /** {@code count} latents from the stream, row by row: [count, size] in C order. */
  public float[] draw(RandomStream stream, int count) {
    float[] latents = new float[Math.multiplyExact(count, size)];
    for (int i = 0; i < latents.length; i++) {
      latents[i] =
          (float)
              switch (distribution) {
                case UNIFORM -> stream.nextDouble(-1, 1);
                case NORMAL -> stream.nextGaussian();
              };
    }
    return latents;
  }
}
