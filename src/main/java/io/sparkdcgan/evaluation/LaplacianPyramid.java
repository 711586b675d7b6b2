package io.sparkdcgan.evaluation;

/**
 * The Laplacian pyramid of Burt and Adelson (1983) as Karras et al. (2018) take it: each level is
 * what an image loses when it is halved, the last is what remains of it. Filtered with the binomial
 * (1, 4, 6, 4, 1) / 16 along rows and columns; outside of the image it is mirrored at the middle of
 * its outermost pixels.
 */
final class LaplacianPyramid {
  private LaplacianPyramid() {}

  /**
   * One level of an image's pyramid.
   *
   * @param planes [planes, size, size]; overwritten
   * @param size edge of the planes, a power of two times {@code last}
   * @param level edge of the level that is wanted, from {@code size} down to {@code last}
   * @param last edge of the smallest level, at least 4
   * @return [planes, level, level]; may be the same array
   */
  static float[] level(float[] planes, int size, int level, int last) {
    float[] gaussian = planes;
    for (int edge = size; edge > level; edge /= 2) {
      gaussian = down(gaussian, edge);
    }
    if (level > last) {
      float[] blurred = up(down(gaussian, level), level / 2);
      for (int i = 0; i < gaussian.length; i++) {
        gaussian[i] -= blurred[i];
      }
    }
    return gaussian;
  }

  /** Half the edge: filtered, then every other pixel from the first on. */
  static float[] down(float[] planes, int edge) {
    int half = edge / 2;
    int rows = planes.length / edge;
    // along x for every row, then along y
    float[] narrow = new float[rows * half];
    for (int row = 0; row < rows; row++) {
      for (int x = 0; x < half; x++) {
        narrow[row * half + x] = binomial(planes, row * edge, 1, 2 * x, edge);
      }
    }
    float[] small = new float[rows / 2 * half];
    for (int plane = 0; plane < rows / edge; plane++) {
      for (int y = 0; y < half; y++) {
        for (int x = 0; x < half; x++) {
          small[(plane * half + y) * half + x] =
              binomial(narrow, plane * edge * half + x, half, 2 * y, edge);
        }
      }
    }
    return small;
  }

  /** Twice the edge: pixels at even places, zeros between, filtered and multiplied by 4. */
  static float[] up(float[] planes, int edge) {
    int twice = 2 * edge;
    float[] sparse = new float[4 * planes.length];
    int rows = planes.length / edge;
    for (int row = 0; row < rows; row++) {
      for (int x = 0; x < edge; x++) {
        sparse[2 * row * twice + 2 * x] = 4 * planes[row * edge + x];
      }
    }
    float[] wide = new float[sparse.length];
    for (int row = 0; row < 2 * rows; row += 2) {
      for (int x = 0; x < twice; x++) {
        wide[row * twice + x] = binomial(sparse, row * twice, 1, x, twice);
      }
    }
    float[] large = new float[sparse.length];
    for (int plane = 0; plane < rows / edge; plane++) {
      for (int y = 0; y < twice; y++) {
        for (int x = 0; x < twice; x++) {
          int from = plane * twice * twice + x;
          large[from + y * twice] = binomial(wide, from, twice, y, twice);
        }
      }
    }
    return large;
  }

  /** The filtered value at place {@code at} of a line that starts at {@code from}. */
  private static float binomial(float[] values, int from, int stride, int at, int length) {
    float middle = values[from + at * stride];
    float near =
        values[from + mirrored(at - 1, length) * stride]
            + values[from + mirrored(at + 1, length) * stride];
    float far =
        values[from + mirrored(at - 2, length) * stride]
            + values[from + mirrored(at + 2, length) * stride];
    return (6 * middle + 4 * near + far) / 16;
  }

  private static int mirrored(int at, int length) {
    int positive = Math.abs(at);
    return positive < length ? positive : 2 * (length - 1) - positive;
  }
}
