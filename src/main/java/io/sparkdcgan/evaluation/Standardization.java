package io.sparkdcgan.evaluation;

/**
 * Takes each feature's mean away and divides by its deviation, then all by the root of their
 * number: a row has a mean squared length of 1, and one grid of an SVM's C suits features of every
 * kind and number. Means and deviations are those of the training pictures.
 */
final class Standardization {
  private final double[] means;
  private final double[] factors;

  private Standardization(double[] means, double[] factors) {
    this.means = means;
    this.factors = factors;
  }

  /** Of these rows, which are left as they are. */
  static Standardization of(float[][] rows) {
    int dimensions = rows[0].length;
    double[] means = new double[dimensions];
    for (float[] row : rows) {
      for (int i = 0; i < dimensions; i++) {
        means[i] += row[i] / rows.length;
      }
    }
    double[] variances = new double[dimensions];
    for (float[] row : rows) {
      for (int i = 0; i < dimensions; i++) {
        double centered = row[i] - means[i];
        variances[i] += centered * centered / rows.length;
      }
    }
    double[] factors = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      // what is the same in every picture says nothing
      factors[i] = variances[i] > 0 ? 1 / Math.sqrt(variances[i] * dimensions) : 0;
    }
    return new Standardization(means, factors);
  }

  /** Writes over the rows. */
  void apply(float[][] rows) {
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) ((row[i] - means[i]) * factors[i]);
      }
    }
  }
}
