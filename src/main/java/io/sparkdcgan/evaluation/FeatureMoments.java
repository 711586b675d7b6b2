package io.sparkdcgan.evaluation;

/**
 * How many rows there are, and of each feature the mean and the sum of squared differences from it.
 * Parts are put together as in Chan, Golub and LeVeque 1983, which loses no digits to large means.
 * Crosses Spark.
 */
public record FeatureMoments(long count, double[] means, double[] squares) {
  /**
   * Of some images.
   *
   * @param part at least one
   */
  public static FeatureMoments of(LabeledFeatures part) {
    float[][] rows = part.rows();
    double[] means = new double[rows[0].length];
    for (float[] row : rows) {
      for (int i = 0; i < means.length; i++) {
        means[i] += row[i];
      }
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= rows.length;
    }
    double[] squares = new double[means.length];
    for (float[] row : rows) {
      for (int i = 0; i < means.length; i++) {
        double centered = row[i] - means[i];
        squares[i] += centered * centered;
      }
    }
    return new FeatureMoments(rows.length, means, squares);
  }

  /** Of these images and others. */
  public FeatureMoments plus(FeatureMoments other) {
    long all = count + other.count;
    double[] both = new double[means.length];
    double[] around = new double[means.length];
    for (int i = 0; i < both.length; i++) {
      double apart = other.means[i] - means[i];
      both[i] = means[i] + apart * other.count / all;
      around[i] = squares[i] + other.squares[i] + apart * apart * count * other.count / all;
    }
    return new FeatureMoments(all, both, around);
  }

  /** Features of an image. */
  public int dimensions() {
    return means.length;
  }

  double mean(int feature) {
    return means[feature];
  }

  double variance(int feature) {
    return squares[feature] / count;
  }
}
