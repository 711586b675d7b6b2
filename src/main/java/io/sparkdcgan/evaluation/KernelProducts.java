package io.sparkdcgan.evaluation;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The scalar products of features with features, and sums of their kernel. */
final class KernelProducts {
  private final double[] products;
  private final int columns;
  private final int dimensions;

  private KernelProducts(double[] products, int columns, int dimensions) {
    this.products = products;
    this.columns = columns;
    this.dimensions = dimensions;
  }

  /** Of each of some rows with each of some others. */
  static KernelProducts of(FeatureMatrix ours, int[] ourRows, FeatureMatrix others, int[] rows) {
    double[] asTheyAre = new double[ours.dimensions()];
    try (INDArray x = ours.chosen(ourRows, asTheyAre);
        INDArray y = others.chosen(rows, asTheyAre);
        INDArray all = Nd4j.gemm(x, y, false, true);
        INDArray rowAfterRow = all.dup('c')) {
      return new KernelProducts(rowAfterRow.data().asDouble(), rows.length, ours.dimensions());
    }
  }

  /**
   * The mean of {@code (product / dimensions + 1)^3} over pairs.
   *
   * @param rows which rows
   * @param others which columns
   * @param ofOneSet whether both are the same set, whose pairs of a row with itself do not count
   */
  double meanKernel(int[] rows, int[] others, boolean ofOneSet) {
    double sum = 0;
    for (int row : rows) {
      for (int other : others) {
        if (!ofOneSet || row != other) {
          double linear = products[row * columns + other] / dimensions + 1;
          sum += linear * linear * linear;
        }
      }
    }
    return sum / ((double) rows.length * (ofOneSet ? others.length - 1 : others.length));
  }
}
