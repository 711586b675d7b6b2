package io.sparkdcgan.evaluation;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean and covariance of features, in double precision. The covariance is that of a sample, divided
 * by one less than the rows, as numpy's and as published.
 */
final class GaussianFit {
  /** Rows that are looked at together, which bounds the memory besides the covariance. */
  private static final int BLOCK = 1024;

  private final double[] means;
  private final INDArray covariance;

  GaussianFit(double[] means, INDArray covariance) {
    this.means = means;
    this.covariance = covariance;
  }

  static GaussianFit of(FeatureMatrix features) {
    double[] means = features.means();
    int dimensions = features.dimensions();
    INDArray covariance = Nd4j.zeros(DataType.DOUBLE, dimensions, dimensions);
    for (int first = 0; first < features.rows(); first += BLOCK) {
      int end = Math.min(first + BLOCK, features.rows());
      try (INDArray rows = features.chosen(IntStream.range(first, end).toArray(), means);
          INDArray products = Nd4j.gemm(rows, rows, true, false)) {
        covariance.addi(products);
      }
    }
    return new GaussianFit(means, covariance.divi(features.rows() - 1));
  }

  double[] means() {
    return means;
  }

  /** [dimensions, dimensions] doubles. */
  INDArray covariance() {
    return covariance;
  }
}
