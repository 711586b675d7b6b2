package io.sparkdcgan.image;

import java.awt.image.Raster;

/**
 * Brings four inks to RGB: red is what cyan and black leave of white, (255 - C)(255 - K) / 255
 * rounded half up, and so on. No press and no paper is simulated.
 *
 * <p>Files with Adobe's marker hold inks inverted (255 is no ink), plain or as YCCK, which is their
 * YCbCr transform with black beside it. Files without the marker hold them as libjpeg's manual says
 * they ought to be: 0 is no ink.
 */
final class InkConversion {
  private static final int YCCK = 2;

  private InkConversion() {}

  /**
   * Converts.
   *
   * @param samples as they stand in the file, 4 bands of 8 bits
   * @param transform Adobe's number, or -1 without Adobe's marker
   */
  static RgbImage of(Raster samples, int transform) {
    int width = samples.getWidth();
    int height = samples.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[4 * width];
    int[] light = new int[3];
    for (int y = 0; y < height; y++) {
      samples.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int paper = transform < 0 ? 255 - row[4 * x + 3] : row[4 * x + 3];
        leftByInks(row, 4 * x, transform, light);
        for (int channel = 0; channel < 3; channel++) {
          rgb[3 * (y * width + x) + channel] = (byte) ((2 * light[channel] * paper + 255) / 510);
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** What cyan, magenta and yellow leave of red, green and blue light, 0 to 255. */
  private static void leftByInks(int[] row, int at, int transform, int[] light) {
    for (int channel = 0; channel < 3; channel++) {
      light[channel] = transform < 0 ? 255 - row[at + channel] : row[at + channel];
    }
    if (transform == YCCK) {
      double luma = row[at];
      double blue = row[at + 1] - 128;
      double red = row[at + 2] - 128;
      light[0] = 255 - eightBits(luma + 1.402 * red);
      light[1] = 255 - eightBits(luma - 0.344136 * blue - 0.714136 * red);
      light[2] = 255 - eightBits(luma + 1.772 * blue);
    }
  }

  private static int eightBits(double value) {
    return (int) Math.min(Math.max(value + 0.5, 0), 255);
  }
}
