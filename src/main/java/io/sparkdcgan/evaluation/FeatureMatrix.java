package io.sparkdcgan.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a model says of images, a row for each: floats in this process's heap. */
public final class FeatureMatrix {
  private final int dimensions;
  private final float[] values;

  private FeatureMatrix(int dimensions, float[] values) {
    this.dimensions = dimensions;
    this.values = values;
  }

  /**
   * Features in whole rows.
   *
   * @param parts [rows, dimensions] each, in their order; copied
   * @param dimensions of a row, at least 1
   * @throws IllegalArgumentException if a part is not of whole rows, or if there are less than two
   *     rows: one has no spread
   */
  public static FeatureMatrix of(List<float[]> parts, int dimensions) {
    int length = 0;
    for (float[] part : parts) {
      if (part.length % dimensions != 0) {
        throw new IllegalArgumentException(
            "%s numbers are not whole rows of %s".formatted(part.length, dimensions));
      }
      length = Math.addExact(length, part.length);
    }
    if (length < 2 * dimensions) {
      throw new IllegalArgumentException(
          "features of at least 2 images are wanted, but there are %s"
              .formatted(length / dimensions));
    }
    float[] values = new float[length];
    int end = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, values, end, part.length);
      end += part.length;
    }
    return new FeatureMatrix(dimensions, values);
  }

  /**
   * The rows of a matrix of ND4J's, copied. Its own {@code toFloatMatrix} makes an array object a
   * row for that.
   *
   * @param matrix [n, d] floats in any order
   * @return [n][d]
   */
  static float[][] rows(INDArray matrix) {
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

  /** How many images, at least 2. */
  public int rows() {
    return values.length / dimensions;
  }

  /** How many numbers each has. */
  public int dimensions() {
    return dimensions;
  }

  /** Sees that two matrices have as many columns. */
  void requireAlike(FeatureMatrix other) {
    if (dimensions != other.dimensions) {
      throw new IllegalArgumentException(
          "features must have as many dimensions, but have %s and %s"
              .formatted(dimensions, other.dimensions));
    }
  }

  /** The mean of each column. */
  double[] means() {
    double[] means = new double[dimensions];
    for (int i = 0; i < values.length; i++) {
      means[i % dimensions] += values[i];
    }
    for (int column = 0; column < dimensions; column++) {
      means[column] /= rows();
    }
    return means;
  }

  /**
   * Some rows in double precision, detached; the caller's.
   *
   * @param rows which, in this order
   * @param shifts what is taken from each column
   */
  INDArray chosen(int[] rows, double[] shifts) {
    double[] chosen = new double[Math.multiplyExact(rows.length, dimensions)];
    for (int i = 0; i < rows.length; i++) {
      int from = rows[i] * dimensions;
      for (int column = 0; column < dimensions; column++) {
        chosen[i * dimensions + column] = values[from + column] - shifts[column];
      }
    }
    return Nd4j.createFromArray(chosen).reshape('c', rows.length, dimensions);
  }

  /** [rows, dimensions] doubles X, detached and the caller's, with X^T X the rows' covariance. */
  INDArray deviations() {
    INDArray all = chosen(IntStream.range(0, rows()).toArray(), means());
    return all.divi(Math.sqrt(rows() - 1));
  }
}
