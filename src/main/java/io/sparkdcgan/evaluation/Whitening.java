package io.sparkdcgan.evaluation;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ZCA whitening (Coates, Lee and Ng 2011, section 3.1.2): with V D V^T the covariance of the points
 * that it is learned from, x becomes (x - mean) V (D + epsilon)^(-1/2) V^T, and the covariance
 * becomes V D / (D + epsilon) V^T. Crosses Spark.
 *
 * @param mean [d]
 * @param matrix [d, d], symmetric
 */
public record Whitening(float[] mean, float[] matrix) {
  /** Of the authors' code, for normalized patches. */
  private static final double EPSILON = 0.1;

  /**
   * Learns from points, with epsilon 0.1.
   *
   * @param points [n][d], n at least 2
   */
  public static Whitening of(float[][] points) {
    return of(points, EPSILON);
  }

  static Whitening of(float[][] points, double epsilon) {
    try (INDArray given = Nd4j.createFromArray(points);
        INDArray centered = given.castTo(DataType.DOUBLE);
        INDArray mean = centered.mean(0)) {
      centered.subiRowVector(mean);
      INDArray covariance = centered.transpose().mmul(centered).divi(points.length - 1);
      INDArray matrix =
          SymmetricMatrix.of(covariance, true).mapped(value -> 1 / Math.sqrt(value + epsilon));
      return new Whitening(
          mean.toFloatVector(), matrix.castTo(DataType.FLOAT).dup('c').data().asFloat());
    }
  }

  /** Numbers of a point. */
  int dimensions() {
    return mean.length;
  }

  /**
   * Whitens points.
   *
   * @param points [n][d]; not changed
   * @return [n][d]
   */
  public float[][] apply(float[][] points) {
    try (INDArray whitened = apply(Nd4j.createFromArray(points))) {
      return FeatureMatrix.rows(whitened);
    }
  }

  /**
   * Whitens points.
   *
   * @param points [n, d]; written over and closed
   * @return [n, d]; the caller's to close
   */
  INDArray apply(INDArray points) {
    try (points;
        INDArray means = Nd4j.createFromArray(mean);
        INDArray matrices = Nd4j.createFromArray(matrix).reshape('c', mean.length, mean.length)) {
      return points.subiRowVector(means).mmul(matrices);
    }
  }
}
