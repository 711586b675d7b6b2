package io.sparkdcgan.image;

/**
 * Pixels of any width and height: 8 bits each of red, green and blue, interleaved, rows from the
 * top (HWC).
 */
public final class RgbImage implements DecodedImage {
  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * @param width columns, at least 1
   * @param height rows, at least 1
   * @param rgb height x width x 3 unsigned bytes, HWC; owned by this from now on
   * @throws IllegalArgumentException if the array is of another length
   */
  public RgbImage(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are not an image of " + width + " x " + height + " x 3");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Height x width x 3 unsigned bytes, HWC; not copied. */
  public byte[] rgb() {
    return rgb;
  }
}
