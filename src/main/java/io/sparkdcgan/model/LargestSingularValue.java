package io.sparkdcgan.model;

import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The largest singular value of a weight tensor and its left vector. The tensor is taken as the
 * matrix [outputs, all else], as Miyato et al. (2018, section 2.1) take a kernel.
 *
 * <p>Found by Lanczos's method (Golub and Van Loan, Matrix Computations, chapter 10) on W W', from
 * a start that is always the same, so that it is a function of the weights alone: nothing of it has
 * to be remembered or averaged. With {@value #STEPS} products of a vector with W and W' the value
 * is within 1e-4 of the true one where singular values are as close as those of random weights, for
 * which as many iterations of the power method leave 2e-2.
 *
 * @param left u, one element for each row, of length 1
 * @param value the singular value, at least 0
 */
public record LargestSingularValue(double[] left, double value) {
  private static final int STEPS = 20;

  /** What a norm is at least where something is divided by it. */
  public static final double LEAST = 1e-12;

  /** A new direction is none if it is shorter than this share of what it was made of. */
  private static final double ROUNDING = 1e-10;

  /** That of a tensor in its network's flat array. */
  public static LargestSingularValue of(TensorSlot slot, float[] flat) {
    return new Matrix(flat, slot).largest();
  }

  /** What the tensor is divided by: the value, and never 0. */
  double norm() {
    return Math.max(value, LEAST);
  }

  /** Divides the tensor by its singular value. */
  void divide(TensorSlot slot, float[] flat) {
    double norm = norm();
    for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
      flat[i] = (float) (flat[i] / norm);
    }
  }

  /** A tensor as a matrix. */
  private record Matrix(float[] flat, int offset, int rows, int columns) {
    Matrix(float[] flat, TensorSlot slot) {
      this(flat, slot.offset(), rows(slot), slot.length() / rows(slot));
    }

    private static int rows(TensorSlot slot) {
      return Math.toIntExact(slot.shape().get(0));
    }

    LargestSingularValue largest() {
      int steps = Math.min(STEPS, rows);
      double[][] basis = new double[steps][];
      double[] diagonal = new double[steps];
      double[] beside = new double[steps];
      RandomStream start = RandomStream.of(0, "singular value");
      double[] next = new double[rows];
      Arrays.setAll(next, row -> start.nextGaussian());
      int found = 0;
      double length = length(next);
      while (found < steps && length > ROUNDING * diagonal[0]) {
        basis[found] = scaled(next, 1 / length);
        next = product(transposedProduct(basis[found]));
        diagonal[found] = dot(basis[found], next);
        // Twice is enough for all of them to be orthogonal (Parlett).
        for (int again = 0; again < 2; again++) {
          for (int i = 0; i <= found; i++) {
            add(-dot(basis[i], next), basis[i], next);
          }
        }
        length = length(next);
        beside[found] = length;
        found++;
      }
      double[] weights = leadingVector(diagonal, beside, found);
      double[] left = new double[rows];
      for (int i = 0; i < found; i++) {
        add(weights[i], basis[i], left);
      }
      double[] right = transposedProduct(left);
      return new LargestSingularValue(left, length(right));
    }

    /** W x. */
    private double[] product(double[] x) {
      double[] y = new double[rows];
      for (int row = 0; row < rows; row++) {
        int first = offset + row * columns;
        // Four sums, so that an addition need not wait for the one before.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < columns; i += 4) {
          a += flat[first + i] * x[i];
          b += flat[first + i + 1] * x[i + 1];
          c += flat[first + i + 2] * x[i + 2];
          d += flat[first + i + 3] * x[i + 3];
        }
        for (; i < columns; i++) {
          a += flat[first + i] * x[i];
        }
        y[row] = a + b + (c + d);
      }
      return y;
    }

    /** W' y. */
    private double[] transposedProduct(double[] y) {
      double[] x = new double[columns];
      for (int row = 0; row < rows; row++) {
        int first = offset + row * columns;
        double factor = y[row];
        for (int i = 0; i < columns; i++) {
          x[i] += factor * flat[first + i];
        }
      }
      return x;
    }
  }

  /** The eigenvector of the largest eigenvalue of a symmetric tridiagonal matrix. */
  private static double[] leadingVector(double[] diagonal, double[] beside, int size) {
    if (size == 1) {
      return new double[] {1};
    }
    INDArray vectors = Nd4j.create(DataType.DOUBLE, new long[] {size, size}, 'f');
    for (int i = 0; i < size; i++) {
      vectors.putScalar(i, i, diagonal[i]);
      if (i + 1 < size) {
        vectors.putScalar(i, i + 1, beside[i]);
        vectors.putScalar(i + 1, i, beside[i]);
      }
    }
    INDArray values = Nd4j.zeros(DataType.DOUBLE, size);
    int status = Nd4j.getBlasWrapper().lapack().syev('V', 'U', vectors, values);
    if (status != 0) {
      throw new ArithmeticException(
          "LAPACK's syev found no eigenvalues of %s: status %s"
              .formatted(Arrays.toString(diagonal), status));
    }
    return vectors.getColumn(size - 1L).toDoubleVector();
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double length(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  private static double[] scaled(double[] x, double factor) {
    return Arrays.stream(x).map(value -> factor * value).toArray();
  }

  /** Adds a multiple of x to y. */
  private static void add(double factor, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += factor * x[i];
    }
  }
}
