package io.sparkdcgan.evaluation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes a matrix out of ND4J. Its own {@code toFloatMatrix} makes an array object a row for that.
 */
final class MatrixRows {
  private MatrixRows() {}

  /**
   * The rows of a matrix, copied.
   *
   * @param matrix [n, d] floats in any order
   * @return [n][d]
   */
  static float[][] of(INDArray matrix) {
    int columns = Math.toIntExact(matrix.size(1));
    float[][] rows = new float[Math.toIntExact(matrix.size(0))][];
    try (INDArray inOrder = matrix.dup('c')) {
      float[] flat = inOrder.data().asFloat();
      for (int row = 0; row < rows.length; row++) {
        rows[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
      }
    }
    return rows;
  }
}
