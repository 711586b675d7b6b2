package io.sparkdcgan.image;

/**
 * Between which pixels of a line of {@code side} the center of each pixel of a longer line of
 * {@code size} lies, and where between them. Beyond the outermost centers the edge is repeated.
 */
final class PixelCenters {
  private final int side;
  private final int[] nears;
  private final int[] fars;
  private final float[] shares;

  PixelCenters(int side, int size) {
    this.side = side;
    this.nears = new int[size];
    this.fars = new int[size];
    this.shares = new float[size];
    for (int at = 0; at < size; at++) {
      float position = Math.min(Math.max((at + 0.5f) * side / size - 0.5f, 0), side - 1);
      nears[at] = (int) position;
      fars[at] = Math.min(nears[at] + 1, side - 1);
      shares[at] = position - nears[at];
    }
  }

  /** The length of the shorter line. */
  int side() {
    return side;
  }

  /** The pixel before the center of pixel {@code at} of the longer line. */
  int near(int at) {
    return nears[at];
  }

  /** The pixel behind it. */
  int far(int at) {
    return fars[at];
  }

  /** How far it is from the one to the other: 0 to below 1. */
  float share(int at) {
    return shares[at];
  }
}
