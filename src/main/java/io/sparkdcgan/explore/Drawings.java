package io.sparkdcgan.explore;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Drawn images by their numbers, and images of any other latent.
 *
 * @param space where latents are from
 * @param artist draws
 * @param latents the latent of image number n
 * @param size edge of the images in pixels
 */
public record Drawings(LatentSpace space, Artist artist, IntFunction<float[]> latents, int size) {
  /** The latent of an image, [latent size]. */
  float[] latent(int number) {
    return latents.apply(number);
  }

  /** One image for each latent: [3, S, S] in (-1, 1). */
  List<float[]> draw(List<float[]> chosen) {
    return Pixels.split(artist.draw(space.rows(chosen)), size);
  }

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
}
