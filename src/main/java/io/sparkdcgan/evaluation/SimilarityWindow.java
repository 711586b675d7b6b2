package io.sparkdcgan.evaluation;

/**
 * The Gaussian window of MS-SSIM: 11 pixels wide with deviation 1.5, and on a smaller image as wide
 * as that, its deviation smaller in proportion. Only places where all of it lies on the image
 * count. A window of two dimensions is one of rows, and one of columns after it.
 */
final class SimilarityWindow {
  private static final int WIDEST = 11;
  private static final double DEVIATION = 1.5;

  private final int edge;
  private final double[] weights;

  /**
   * @param edge of the planes that it is laid on, at least 1
   */
  SimilarityWindow(int edge) {
    this.edge = edge;
    int width = Math.min(WIDEST, edge);
    double deviation = width * DEVIATION / WIDEST;
    weights = new double[width];
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double from = i - (width - 1) / 2.0;
      weights[i] = Math.exp(-from * from / (2 * deviation * deviation));
      sum += weights[i];
    }
    for (int i = 0; i < width; i++) {
      weights[i] /= sum;
    }
  }

  /** Edge of what comes out of it. */
  int places() {
    return edge - weights.length + 1;
  }

  /**
   * The weighted mean under the window, at each of its places.
   *
   * @param plane [edge, edge]
   * @return [places, places]
   */
  double[] means(double[] plane) {
    int places = places();
    double[] narrow = new double[edge * places];
    for (int y = 0; y < edge; y++) {
      for (int x = 0; x < places; x++) {
        narrow[y * places + x] = sum(plane, y * edge + x, 1);
      }
    }
    double[] means = new double[places * places];
    for (int y = 0; y < places; y++) {
      for (int x = 0; x < places; x++) {
        means[y * places + x] = sum(narrow, y * places + x, places);
      }
    }
    return means;
  }

  private double sum(double[] values, int from, int stride) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * values[from + i * stride];
    }
    return sum;
  }
}
