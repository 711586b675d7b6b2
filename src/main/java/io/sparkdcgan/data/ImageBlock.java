package io.sparkdcgan.data;

import java.util.Arrays;
import java.util.List;

/**
 * The pictures of a shard as executors cache them: one array of bytes, a quarter of the memory of
 * floats. A final class of plain fields, since it crosses Spark; {@link ImageBatch} makes floats of
 * it. Nobody writes to it.
 */
public final class ImageBlock {
  private final int imageSize;
  private final String[] keys;
  private final String[] labels;
  private final byte[] pixels;

  /**
   * @param imageSize edge of the pictures in pixels
   * @param keys one for each picture
   * @param labels one for each picture, empty where there is none
   * @param pixels count x 3 x size x size unsigned bytes, NCHW; owned by the block
   * @throws IllegalArgumentException if the arrays are not of one count
   */
  public ImageBlock(int imageSize, String[] keys, String[] labels, byte[] pixels) {
    if (labels.length != keys.length
        || pixels.length != (long) keys.length * imageBytes(imageSize)) {
      throw new IllegalArgumentException(
          String.format(
              "%d keys, %d labels and %d bytes are not a block of %d-pixel pictures",
              keys.length, labels.length, pixels.length, imageSize));
    }
    this.imageSize = imageSize;
    this.keys = keys;
    this.labels = labels;
    this.pixels = pixels;
  }

  /** A block of these pictures, in their order; their pixels are copied. */
  public static ImageBlock of(int imageSize, List<ImageRecord> pictures) {
    byte[] pixels = new byte[Math.multiplyExact(pictures.size(), imageBytes(imageSize))];
    for (int index = 0; index < pictures.size(); index++) {
      byte[] picture = pictures.get(index).pixels();
      System.arraycopy(picture, 0, pixels, index * imageBytes(imageSize), picture.length);
    }
    return new ImageBlock(
        imageSize,
        pictures.stream().map(ImageRecord::key).toArray(String[]::new),
        pictures.stream().map(ImageRecord::label).toArray(String[]::new),
        pixels);
  }

  /** Bytes of one picture: 3 x size x size. */
  public static int imageBytes(int imageSize) {
    return ImageRecord.CHANNELS * imageSize * imageSize;
  }

  /** How many pictures there are. */
  public int count() {
    return keys.length;
  }

  /** Edge of the pictures in pixels. */
  public int imageSize() {
    return imageSize;
  }

  /** Where picture {@code index} comes from. */
  public String key(int index) {
    return keys[index];
  }

  /** The class of picture {@code index}, or the empty string. */
  public String label(int index) {
    return labels[index];
  }

  /** Picture {@code index} by itself; its pixels are copied. */
  public ImageRecord record(int index) {
    int length = imageBytes(imageSize);
    byte[] own = Arrays.copyOfRange(pixels, index * length, (index + 1) * length);
    return new ImageRecord(key(index), label(index), own);
  }

  /** Count x 3 x size x size unsigned bytes, NCHW; not copied. */
  public byte[] pixels() {
    return pixels;
  }
}
