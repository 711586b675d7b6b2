package io.sparkdcgan.explore;

import io.sparkdcgan.config.NetworkConfig.LatentDistribution;
import java.util.List;

/**
 * Arithmetic on latents.
 *
 * @param size dimensions
 * @param distribution what latents are drawn from
 */
public record LatentSpace(int size, LatentDistribution distribution) {
  /** Below this sine, two latents lie on one line and have no arc between them. */
  private static final double SMALLEST_SINE = 1e-6;

  /** Latent {@code index} of [n, size]. */
  public float[] row(float[] latents, int index) {
    float[] row = new float[size];
    System.arraycopy(latents, index * size, row, 0, size);
    return row;
  }

  /**
   * A latent on the way from {@code from} to {@code to}. Uniform latents go straight (Radford et
   * al. 2015): a cube holds the line between any two of its points. Normal ones go along the great
   * arc (White 2016, "Sampling generative networks", section 2.1; Shoemake 1985): nearly all of
   * them have a length near sqrt(size), and the middle of a straight line is shorter by sqrt(2)
   * than any that the generator was trained with.
   *
   * @param share of the way, 0 to 1
   */
  public float[] between(float[] from, float[] to, double share) {
    return distribution == LatentDistribution.NORMAL
        ? spherical(from, to, share)
        : mix(from, 1 - share, to, share);
  }

  /** What {@link #between} does, in a word. */
  public String interpolation() {
    return distribution == LatentDistribution.NORMAL ? "spherical" : "linear";
  }

  private static float[] spherical(float[] from, float[] to, double share) {
    double cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
    double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
    double sine = Math.sin(angle);
    return sine < SMALLEST_SINE
        ? mix(from, 1 - share, to, share)
        : mix(from, Math.sin((1 - share) * angle) / sine, to, Math.sin(share * angle) / sine);
  }

  /** The mean of some latents. */
  public float[] mean(List<float[]> latents) {
    double[] sums = new double[size];
    latents.forEach(
        latent -> {
          for (int i = 0; i < size; i++) {
            sums[i] += latent[i];
          }
        });
    float[] mean = new float[size];
    for (int i = 0; i < size; i++) {
      mean[i] = (float) (sums[i] / latents.size());
    }
    return mean;
  }

  /** a x + b y. */
  public static float[] mix(float[] x, double a, float[] y, double b) {
    float[] mixed = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      mixed[i] = (float) (a * x[i] + b * y[i]);
    }
    return mixed;
  }

  /** Latents one after the other: [n, size]. */
  public float[] rows(List<float[]> latents) {
    float[] rows = new float[latents.size() * size];
    for (int row = 0; row < latents.size(); row++) {
      System.arraycopy(latents.get(row), 0, rows, row * size, size);
    }
    return rows;
  }

  private static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }
}
