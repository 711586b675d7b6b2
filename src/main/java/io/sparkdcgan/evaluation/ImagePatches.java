package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;

/**
 * The 6 x 6 patches of images, one pixel apart, with brightness and contrast taken away (Coates,
 * Lee and Ng 2011, section 3.1.1): each patch less its mean, divided by the root of its variance
 * plus 10, for pixels from 0 to 255. The variance is the unbiased one, as in the authors' code.
 */
public final class ImagePatches {
  static final int EDGE = 6;
  private static final int AREA = EDGE * EDGE;

  /** Numbers of a patch: channel, row, column. */
  public static final int DIMENSIONS = ImageRecord.CHANNELS * AREA;

  /** Keeps noise in even patches from being blown up; of 255 squared. */
  private static final double LEAST_VARIANCE = 10;

  private ImagePatches() {}

  /** How many patches an image has along an edge. */
  static int rows(int imageSize) {
    return imageSize - EDGE + 1;
  }

  /** How many patches an image has. */
  public static int count(int imageSize) {
    return rows(imageSize) * rows(imageSize);
  }

  /** All patches of an image, row by row: count x 108. */
  static float[] all(ImageBlock block, int index) {
    int count = count(block.imageSize());
    float[] patches = new float[count * DIMENSIONS];
    for (int patch = 0; patch < count; patch++) {
      write(block, index, patch, patches, patch * DIMENSIONS);
    }
    return patches;
  }

  /**
   * One patch.
   *
   * @param patch which: 0 to count - 1
   */
  public static float[] one(ImageBlock block, int index, int patch) {
    float[] values = new float[DIMENSIONS];
    write(block, index, patch, values, 0);
    return values;
  }

  private static void write(ImageBlock block, int index, int patch, float[] out, int offset) {
    int size = block.imageSize();
    int rows = rows(size);
    int corner = index * ImageBlock.imageBytes(size) + patch / rows * size + patch % rows;
    byte[] pixels = block.pixels();
    double sum = 0;
    for (int at = 0; at < DIMENSIONS; at++) {
      int row = at / AREA * size + at % AREA / EDGE;
      int value = pixels[corner + row * size + at % EDGE] & 0xFF;
      out[offset + at] = value;
      sum += value;
    }
    double mean = sum / DIMENSIONS;
    double squares = 0;
    for (int at = offset; at < offset + DIMENSIONS; at++) {
      squares += (out[at] - mean) * (out[at] - mean);
    }
    double factor = 1 / Math.sqrt(squares / (DIMENSIONS - 1) + LEAST_VARIANCE);
    for (int at = offset; at < offset + DIMENSIONS; at++) {
      out[at] = (float) ((out[at] - mean) * factor);
    }
  }
}
