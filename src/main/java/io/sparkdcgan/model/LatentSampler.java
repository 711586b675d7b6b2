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
    fill(latents, 0, latents.length, stream);
    return latents;
  }

  /**
   * The latents {@code first} to {@code first + count - 1} of an endless sequence, row by row:
   * [count, size] in C order. Each has a stream of its own, (seed, purpose, its number), so it is
   * the same whoever draws it and whichever are drawn with it.
   */
  public float[] drawEach(long seed, String purpose, long first, int count) {
    float[] latents = new float[Math.multiplyExact(count, size)];
    for (int row = 0; row < count; row++) {
      RandomStream stream = RandomStream.of(seed, purpose, first + row);
      fill(latents, row * size, (row + 1) * size, stream);
    }
    return latents;
  }

  private void fill(float[] latents, int from, int end, RandomStream stream) {
    for (int i = from; i < end; i++) {
      latents[i] =
          (float)
              switch (distribution) {
                case UNIFORM -> stream.nextDouble(-1, 1);
                case NORMAL -> stream.nextGaussian();
              };
    }
  }
}
