package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageRecord;
import java.util.Arrays;
import java.util.List;

/**
 * Images that are scored, with the 256 levels that a PNG has: a quarter of the memory of floats,
 * and what {@code sample} writes for others to score. Nobody writes to it.
 *
 * @param size edge of the images in pixels
 * @param pixels [count, 3, size, size] unsigned bytes, not copied; nobody writes to them
 */
public record ImageSet(int size, byte[] pixels) {
  /**
   * Images as networks see them, each value rounded to the nearest of 256 levels.
   *
   * @param nchw [images, 3, size, size] in [-1, 1]; what lies outside is cut off
   * @param size edge of an image in pixels
   * @throws IllegalArgumentException if the array is not of whole images, at least one
   */
  public static ImageSet of(float[] nchw, int size) {
    return of(List.of(levels(nchw)), size);
  }

  /**
   * Images at rest, part after part.
   *
   * @param parts [images, 3, size, size] unsigned bytes each; copied
   * @param size edge of an image in pixels
   * @throws IllegalArgumentException if a part is not of whole images, or there is none
   */
  public static ImageSet of(List<byte[]> parts, int size) {
    int length = 0;
    for (byte[] part : parts) {
      if (part.length % length(size) != 0) {
        throw new IllegalArgumentException(
            "%s bytes are not whole images of %s x %s pixels".formatted(part.length, size, size));
      }
      length = Math.addExact(length, part.length);
    }
    if (length == 0) {
      throw new IllegalArgumentException("there are no images to score");
    }
    byte[] pixels = new byte[length];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, pixels, end, part.length);
      end += part.length;
    }
    return new ImageSet(size, pixels);
  }

  /** The levels of images in [-1, 1], as they are written to a PNG: [n] unsigned bytes. */
  public static byte[] levels(float[] values) {
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = (byte) ImagePng.level(values[i]);
    }
    return levels;
  }

  private static int length(int size) {
    return ImageRecord.CHANNELS * size * size;
  }

  /** How many images there are, at least 1. */
  public int count() {
    return pixels.length / length(size);
  }

  /**
   * Some neighboring images, copied.
   *
   * @throws IllegalArgumentException if there are not as many, or none are wanted
   */
  public ImageSet part(int first, int end) {
    if (first < 0 || end <= first || end > count()) {
      throw new IllegalArgumentException(
          "images %s to %s are wanted, but there are %s".formatted(first, end, count()));
    }
    return new ImageSet(size, Arrays.copyOfRange(pixels, first * length(size), end * length(size)));
  }

  /**
   * Some of the images as networks see them: [end - first, 3, size, size] in [-1, 1], where level 0
   * is exactly -1 and 255 exactly 1.
   *
   * @param first number of the first, at least 0
   * @param end number of the first that is not wanted, at most {@link #count}
   */
  public float[] nchw(int first, int end) {
    float[] nchw = new float[length(size) * (end - first)];
    int from = first * length(size);
    for (int i = 0; i < nchw.length; i++) {
      nchw[i] = ImageBatch.value(pixels[from + i]);
    }
    return nchw;
  }

  /** Image {@code index}: [3, size, size] from 0 to 255. */
  float[] chw(int index) {
    float[] chw = new float[length(size)];
    int from = index * chw.length;
    for (int i = 0; i < chw.length; i++) {
      chw[i] = pixels[from + i] & 0xFF;
    }
    return chw;
  }
}
