package io.sparkdcgan.evaluation;

/**
 * Takes each feature's mean away and divides by its deviation, then all by the root of their
 * number: a row has a mean squared length of 1, and one grid of an SVM's C suits features of every
 * kind and number. Crosses Spark.
 */
public record Standardization(double[] means, double[] factors) {
  /** By the moments of the training images. */
  public static Standardization of(FeatureMoments moments) {
    double[] means = new double[moments.dimensions()];
    double[] factors = new double[means.length];
    for (int i = 0; i < means.length; i++) {
      double variance = moments.variance(i);
      means[i] = moments.mean(i);
      // what is the same in every image says nothing
      factors[i] = variance > 0 ? 1 / Math.sqrt(variance * means.length) : 0;
    }
    return new Standardization(means, factors);
  }

  /** The images by standardized features; those given are left as they are. */
  public LabeledFeatures of(LabeledFeatures part) {
    float[][] rows = new float[part.count()][means.length];
    for (int image = 0; image < rows.length; image++) {
      float[] given = part.rows()[image];
      for (int i = 0; i < means.length; i++) {
        rows[image][i] = (float) ((given[i] - means[i]) * factors[i]);
      }
    }
    return part.with(rows);
  }
}
