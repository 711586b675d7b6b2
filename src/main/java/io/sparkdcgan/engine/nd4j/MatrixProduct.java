package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The product of two matrices, on oneDNN. */
enum MatrixProduct {
  PLAIN(0, 0),
  FIRST_TRANSPOSED(1, 0),
  SECOND_TRANSPOSED(0, 1);

  private final int first;
  private final int second;

  MatrixProduct(int first, int second) {
    this.first = first;
    this.second = second;
  }

  /** Writes the product. */
  void write(INDArray left, INDArray right, INDArray product) {
    multiply(left, right, product, 0);
  }

  /** Adds the product. */
  void add(INDArray left, INDArray right, INDArray product) {
    multiply(left, right, product, 1);
  }

  private void multiply(INDArray left, INDArray right, INDArray product, double keep) {
    Ops.exec(
        "matmul",
        new INDArray[] {left, right},
        new INDArray[] {product},
        new double[] {1, keep},
        first,
        second,
        0);
  }
}
