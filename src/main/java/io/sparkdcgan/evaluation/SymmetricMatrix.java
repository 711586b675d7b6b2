package io.sparkdcgan.evaluation;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Eigenvalues of symmetric matrices without negative ones, by LAPACK. What rounding makes of a zero
 * is some 1e-16 of the largest, and its square root 1e-8: eigenvalues of less than the number of
 * dimensions times 2^-52 of the largest count as zero, as they do for a matrix's rank in numpy.
 */
final class SymmetricMatrix {
  private final double[] eigenvalues;
  private final INDArray vectors;

  private SymmetricMatrix(double[] eigenvalues, INDArray vectors) {
    this.eigenvalues = eigenvalues;
    this.vectors = vectors;
  }

  /**
   * @param matrix [n, n] doubles; only one of its triangles is looked at
   * @param withVectors whether a root is wanted
   */
  static SymmetricMatrix of(INDArray matrix, boolean withVectors) {
    // LAPACK overwrites it, and wants columns one behind another
    INDArray vectors = matrix.dup('f');
    INDArray values = Nd4j.zeros(DataType.DOUBLE, matrix.rows());
    int status = Nd4j.getBlasWrapper().lapack().syev(withVectors ? 'V' : 'N', 'U', vectors, values);
    if (status != 0) {
      throw new ArithmeticException(
          "LAPACK's syev found no eigenvalues of a matrix of %s rows: status %s"
              .formatted(matrix.rows(), status));
    }
    return new SymmetricMatrix(withoutRounding(values.toDoubleVector()), vectors);
  }

  private static double[] withoutRounding(double[] ascending) {
    double least = ascending[ascending.length - 1] * ascending.length * 0x1p-52;
    return Arrays.stream(ascending).map(value -> value > least ? value : 0).toArray();
  }

  /** The trace of the matrix's square root. */
  double traceOfRoot() {
    double sum = 0;
    for (double eigenvalue : eigenvalues) {
      sum += Math.sqrt(eigenvalue);
    }
    return sum;
  }

  /** [n, n]: the matrix with the same eigenvectors and a function of each eigenvalue. */
  INDArray mapped(DoubleUnaryOperator function) {
    double[] values = Arrays.stream(eigenvalues).map(function).toArray();
    return vectors.mulRowVector(Nd4j.createFromArray(values)).mmul(vectors.transpose());
  }

  /** [n, n]: R with R^T R = the matrix. */
  INDArray root() {
    double[] roots = Arrays.stream(eigenvalues).map(Math::sqrt).toArray();
    return vectors.mulRowVector(Nd4j.createFromArray(roots)).transpose();
  }
}
