package io.sparkdcgan.explore;

/** A generator, wherever it computes. */
@FunctionalInterface
public interface Artist {
  /**
   * Draws one image for each latent.
   *
   * @param latents [n, latent size], row by row
   * @return [n, 3, S, S] in (-1, 1), in C order
   */
  float[] draw(float[] latents);
}
