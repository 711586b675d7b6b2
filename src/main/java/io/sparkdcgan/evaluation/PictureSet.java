package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageRecord;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures that are scored, with the 256 levels that a PNG has: a quarter of the memory of floats,
 * and what {@code sample} writes for others to score. Nobody writes to it.
 */
public final class PictureSet {
  private final int size;
  private final byte[] pixels;

  private PictureSet(int size, byte[] pixels) {
    this.size = size;
    this.pixels = pixels;
  }

  /**
   * Pictures as networks see them, each value rounded to the nearest of 256 levels.
   *
   * @param nchw [pictures, 3, size, size] in [-1, 1]; what lies outside is cut off
   * @param size edge of a picture in pixels
   * @throws IllegalArgumentException if the array is not of whole pictures, at least one
   */
  public static PictureSet of(float[] nchw, int size) {
    return of(List.of(levels(nchw)), size);
  }

  /**
   * Pictures at rest, part after part.
   *
   * @param parts [pictures, 3, size, size] unsigned bytes each; copied
   * @param size edge of a picture in pixels
   * @throws IllegalArgumentException if a part is not of whole pictures, or there is none
   */
  public static PictureSet of(List<byte[]> parts, int size) {
    int length = 0;
    for (byte[] part : parts) {
      if (part.length % length(size) != 0) {
        throw new IllegalArgumentException(
            "%d bytes are not whole pictures of %d x %d pixels".formatted(part.length, size, size));
      }
      length = Math.addExact(length, part.length);
    }
    if (length == 0) {
      throw new IllegalArgumentException("there are no pictures to score");
    }
    byte[] pixels = new byte[length];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, pixels, end, part.length);
      end += part.length;
    }
    return new PictureSet(size, pixels);
  }

  /** The levels of pictures in [-1, 1], as they are written to a PNG: [n] unsigned bytes. */
  public static byte[] levels(float[] values) {
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = (byte) PicturePng.level(values[i]);
    }
    return levels;
  }

  private static int length(int size) {
    return ImageRecord.CHANNELS * size * size;
  }

  /** How many pictures there are, at least 1. */
  public int count() {
    return pixels.length / length(size);
  }

  /** Edge of the pictures in pixels. */
  public int size() {
    return size;
  }

  /**
   * Some neighboring pictures, copied.
   *
   * @throws IllegalArgumentException if there are not as many, or none are wanted
   */
  public PictureSet part(int first, int end) {
    if (first < 0 || end <= first || end > count()) {
      throw new IllegalArgumentException(
          "pictures %d to %d are wanted, but there are %d".formatted(first, end, count()));
    }
    return new PictureSet(
        size, Arrays.copyOfRange(pixels, first * length(size), end * length(size)));
  }

  /** [count, 3, size, size] unsigned bytes, not copied; nobody writes to them. */
  public byte[] pixels() {
    return pixels;
  }

  /**
   * Some of the pictures as networks see them: [end - first, 3, size, size] in [-1, 1], where level
   * 0 is exactly -1 and 255 exactly 1.
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

  /** Picture {@code index}: [3, size, size] from 0 to 255. */
  float[] chw(int index) {
    float[] chw = new float[length(size)];
    int from = index * chw.length;
    for (int i = 0; i < chw.length; i++) {
      chw[i] = pixels[from + i] & 0xFF;
    }
    return chw;
  }
}
