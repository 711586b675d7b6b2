package io.sparkdcgan.image;

import java.util.Arrays;

/**
 * The area that an animation plays on, white where its first frame does not reach.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
record Canvas(int width, int height) {

  /** The frame in its place; what lies outside is cut off. */
  RgbImage with(RgbImage frame, int left, int top) {
    if (left == 0 && top == 0 && frame.width() == width && frame.height() == height) {
      return frame;
    }
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 255);
    int columns = Math.min(frame.width(), width - left);
    int rows = Math.min(frame.height(), height - top);
    for (int y = 0; y < rows && columns > 0; y++) {
      System.arraycopy(
          frame.rgb(), 3 * y * frame.width(), rgb, 3 * ((top + y) * width + left), 3 * columns);
    }
    return new RgbImage(width, height, rgb);
  }
}
