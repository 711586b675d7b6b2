package io.sparkdcgan.evaluation;

import io.sparkdcgan.picture.Resampler;
import io.sparkdcgan.picture.RgbImage;
import java.util.Arrays;

/** Pictures at the size that a model wants, of 256 levels again: down by area, up bilinearly. */
final class ScaledPictures {
  private final PictureSet pictures;
  private final int edge;
  private final Resampler resampler;

  ScaledPictures(PictureSet pictures, int edge) {
    this.pictures = pictures;
    this.edge = edge;
    this.resampler = new Resampler(edge);
  }

  /** Picture {@code index}: [3, edge, edge] unsigned bytes. */
  byte[] chw(int index) {
    int size = pictures.size();
    int area = size * size;
    byte[] own = Arrays.copyOfRange(pictures.pixels(), index * 3 * area, (index + 1) * 3 * area);
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
