package io.sparkdcgan.evaluation;

import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import java.util.Arrays;

/** Images at the size that a model wants, of 256 levels again: down by area, up bilinearly. */
final class ScaledImages {
  private final ImageSet images;
  private final int edge;
  private final Resampler resampler;

  ScaledImages(ImageSet images, int edge) {
    this.images = images;
    this.edge = edge;
    this.resampler = new Resampler(edge);
  }

  /** Image {@code index}: [3, edge, edge] unsigned bytes. */
  byte[] chw(int index) {
    int size = images.size();
    int area = size * size;
    byte[] own = Arrays.copyOfRange(images.pixels(), index * 3 * area, (index + 1) * 3 * area);
    if (size == edge) {
      return own;
    }
    byte[] interleaved = new byte[own.length];
    for (int i = 0; i < own.length; i++) {
      interleaved[i % area * 3 + i / area] = own[i];
    }
    return resampler.square(new RgbImage(size, size, interleaved));
  }
}
