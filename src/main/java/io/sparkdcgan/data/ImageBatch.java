package io.sparkdcgan.data;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes what networks see of what is stored: {@code x / 127.5 - 1}, so that 0 is exactly -1 and 255
 * exactly 1. Computed in double and rounded once, for all 256 values.
 */
public final class ImageBatch {
  private static final float[] VALUES = values();

  private ImageBatch() {}

  private static float[] values() {
    float[] values = new float[256];
    for (int value = 0; value < values.length; value++) {
      values[value] = (float) (value / 127.5 - 1);
    }
    return values;
  }

  /** How a pixel's level enters the networks: 0 is -1 and 255 is 1. */
  public static float value(byte level) {
    return VALUES[level & 0xFF];
  }

  /**
   * Writes one image of a block, CHW, in [-1, 1].
   *
   * @param index which image: 0 to count - 1
   * @param out where to, 3 x size x size floats from {@code offset} on
   */
  public static void write(ImageBlock block, int index, float[] out, int offset) {
    int length = ImageBlock.imageBytes(block.imageSize());
    byte[] pixels = block.pixels();
    int from = index * length;
    for (int pixel = 0; pixel < length; pixel++) {
      out[offset + pixel] = value(pixels[from + pixel]);
    }
  }

  /**
   * Some images of a block as an array.
   *
   * @param indices which images, in this order, at least one
   * @return [n, 3, size, size] floats in [-1, 1], in C order, detached; the caller's
   */
  public static INDArray nchw(ImageBlock block, int[] indices) {
    int length = ImageBlock.imageBytes(block.imageSize());
    float[] values = new float[Math.multiplyExact(indices.length, length)];
    for (int row = 0; row < indices.length; row++) {
      write(block, indices[row], values, row * length);
    }
    long size = block.imageSize();
    return Nd4j.createFromArray(values).reshape(indices.length, ImageRecord.CHANNELS, size, size);
  }

  /**
   * The neighboring images from {@code first} (inclusive) to {@code end} (exclusive).
   *
   * @return [end - first, 3, size, size] in [-1, 1], in C order; a new array
   */
  public static float[] values(ImageBlock block, int first, int end) {
    int length = ImageBlock.imageBytes(block.imageSize());
    float[] values = new float[Math.multiplyExact(end - first, length)];
    for (int index = first; index < end; index++) {
      write(block, index, values, (index - first) * length);
    }
    return values;
  }

  /**
   * The same as an array of ND4J's.
   *
   * @return [end - first, 3, size, size] floats in [-1, 1], in C order, detached; the caller's
   */
  public static INDArray nchw(ImageBlock block, int first, int end) {
    return nchw(block, IntStream.range(first, end).toArray());
  }
}
