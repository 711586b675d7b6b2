package io.sparkdcgan.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The images of a shard as executors cache them: one array of bytes, a quarter of the memory of
 * floats. Crosses Spark; {@link ImageBatch} makes floats of it. Nobody writes to it.
 *
 * @param imageSize edge of the images in pixels
 * @param keys one for each image
 * @param labels one for each image, empty where there is none
 * @param pixels count x 3 x size x size unsigned bytes, NCHW; owned by the block
 */
public record ImageBlock(int imageSize, String[] keys, String[] labels, byte[] pixels) {
  /**
   * @throws IllegalArgumentException if the arrays are not of one count
   */
  public ImageBlock {
    if (labels.length != keys.length
        || pixels.length != (long) keys.length * imageBytes(imageSize)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d keys, %d labels and %d bytes are not a block of %d-pixel images",
              keys.length,
              labels.length,
              pixels.length,
              imageSize));
    }
  }

  /** A block of these images, in their order; their pixels are copied. */
  public static ImageBlock of(int imageSize, List<ImageRecord> images) {
    byte[] pixels = new byte[Math.multiplyExact(images.size(), imageBytes(imageSize))];
    for (int index = 0; index < images.size(); index++) {
      byte[] image = images.get(index).pixels();
      System.arraycopy(image, 0, pixels, index * imageBytes(imageSize), image.length);
    }
    return new ImageBlock(
        imageSize,
        images.stream().map(ImageRecord::key).toArray(String[]::new),
        images.stream().map(ImageRecord::label).toArray(String[]::new),
        pixels);
  }

  /** Bytes of one image: 3 x size x size. */
  public static int imageBytes(int imageSize) {
    return ImageRecord.CHANNELS * imageSize * imageSize;
  }

  /** How many images there are. */
  public int count() {
    return keys.length;
  }

  /** Where image {@code index} comes from. */
  public String key(int index) {
    return keys[index];
  }

  /** The class of image {@code index}, or the empty string. */
  public String label(int index) {
    return labels[index];
  }

  /** Image {@code index} by itself; its pixels are copied. */
  public ImageRecord record(int index) {
    int length = imageBytes(imageSize);
    byte[] own = Arrays.copyOfRange(pixels, index * length, (index + 1) * length);
    return new ImageRecord(key(index), label(index), own);
  }
}
