package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Whitening against its closed form. */
final class WhiteningTest {
  /** Points along the diagonals around (7, 7), twice as far along one as along the other. */
  private static final float[][] CROSS = {{9, 9}, {5, 5}, {8, 6}, {6, 8}};

  @Test
  void bothDiagonalsAreDividedByTheRootOfTheirVarianceAndEpsilon() {
    // eigenvalues 16/3 along (1, 1) and 4/3 along (1, -1)
    float[][] white = Whitening.of(CROSS, 0.1).apply(CROSS);
    double along = 2 / Math.sqrt(16 / 3.0 + 0.1);
    double across = 1 / Math.sqrt(4 / 3.0 + 0.1);
    assertArrayEquals(new float[] {(float) along, (float) along}, white[0], 1e-5f);
    assertArrayEquals(new float[] {(float) across, (float) -across}, white[2], 1e-5f);
  }

  @Test
  void withoutEpsilonTheCovarianceIsTheIdentity() {
    int dimensions = 5;
    RandomStream noise = RandomStream.of(3, "points");
    float[][] points = new float[400][dimensions];
    for (float[] point : points) {
      double before = 0;
      for (int i = 0; i < dimensions; i++) {
        // neighbors go together
        before = 3 + 0.8 * before + (i + 1) * noise.nextDouble(-1, 1);
        point[i] = (float) before;
      }
    }
    double[][] covariance = covariance(Whitening.of(points, 0).apply(points));
    for (int i = 0; i < dimensions; i++) {
      for (int j = 0; j < dimensions; j++) {
        assertEquals(i == j ? 1 : 0, covariance[i][j], 1e-4, i + ", " + j);
      }
    }
  }

  @Test
  void whatNeverVariesStaysZero() {
    float[][] flat = {{1, 4}, {3, 4}};
    float[][] white = Whitening.of(flat).apply(flat);
    assertEquals(0, white[0][1], 1e-6);
    assertEquals(-1 / Math.sqrt(2.1), white[0][0], 1e-6);
  }

  /** Around the mean, which whitening has to make 0. */
  private static double[][] covariance(float[][] points) {
    int dimensions = points[0].length;
    double[][] sums = new double[dimensions][dimensions];
    for (float[] point : points) {
      for (int i = 0; i < dimensions; i++) {
        for (int j = 0; j < dimensions; j++) {
          sums[i][j] += (double) point[i] * point[j] / (points.length - 1);
        }
      }
    }
    return sums;
  }
}
