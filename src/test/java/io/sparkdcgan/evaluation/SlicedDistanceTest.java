package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.evaluation.SlicedDistance.PointCloud;
import io.sparkdcgan.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Against distances that are known in closed form. */
class SlicedDistanceTest {
  private static final float[] SHIFT = {1, 2, -2};
  private static final SlicedDistance DISTANCE = new SlicedDistance(500, 1, "test", () -> {});

  @Test
  void aShiftedCloudIsAsFarAsTheShiftSeenFromEachDirection() {
    double expected = 0;
    for (int i = 0; i < 500; i++) {
      float[] direction = DISTANCE.direction(i, 3);
      double seen = 0;
      for (int axis = 0; axis < 3; axis++) {
        seen += SHIFT[axis] * direction[axis];
      }
      expected += Math.abs(seen) / 500;
    }
    float[][] points = gaussian(1000, 1);
    assertEquals(expected, DISTANCE.between(new Rows(points), new Rows(shifted(points))), 1e-6);
    // in three dimensions a shift's length is seen by half on average (Archimedes)
    assertEquals(1.5, expected, 0.1);
  }

  @Test
  void anotherDrawOfTheShiftedCloudIsAsFarBySampling() {
    double exact =
        DISTANCE.between(new Rows(gaussian(1000, 1)), new Rows(shifted(gaussian(1000, 1))));
    double drawn =
        DISTANCE.between(new Rows(gaussian(20_000, 1)), new Rows(shifted(gaussian(20_000, 2))));
    assertEquals(exact, drawn, 0.03);
  }

  @Test
  void aCloudIsNoDistanceFromItselfInAnyOrder() {
    float[][] points = gaussian(1000, 1);
    float[][] other = new float[points.length][];
    int[] order = RandomStream.of(3, "order").permutation(points.length);
    for (int i = 0; i < order.length; i++) {
      other[i] = points[order[i]];
    }
    assertEquals(0, DISTANCE.between(new Rows(points), new Rows(other)));
  }

  @Test
  void aWiderCloudIsAsFarAsItsDeviationsDiffer() {
    // of normal distributions on a line: E|2 n - n| = E|n| = sqrt(2 / pi)
    float[][] wide = gaussian(20_000, 2);
    for (float[] point : wide) {
      for (int axis = 0; axis < 3; axis++) {
        point[axis] *= 2;
      }
    }
    assertEquals(
        Math.sqrt(2 / Math.PI),
        DISTANCE.between(new Rows(gaussian(20_000, 1)), new Rows(wide)),
        0.02);
  }

  @Test
  void directionsAreOfLengthOneAndEvenlySpread() {
    double[] sums = new double[3];
    double[] squares = new double[3];
    for (int i = 0; i < 2000; i++) {
      float[] direction = DISTANCE.direction(i, 3);
      double length = 0;
      for (int axis = 0; axis < 3; axis++) {
        length += direction[axis] * direction[axis];
        sums[axis] += direction[axis] / 2000;
        squares[axis] += direction[axis] * direction[axis] / 2000;
      }
      assertEquals(1, length, 1e-6);
    }
    for (int axis = 0; axis < 3; axis++) {
      assertEquals(0, sums[axis], 0.04);
      assertEquals(1.0 / 3, squares[axis], 0.03);
    }
  }

  @Test
  void cloudsOfTwoSizesAreRefused() {
    Rows small = new Rows(gaussian(10, 1));
    Rows large = new Rows(gaussian(11, 1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> DISTANCE.between(small, large))
            .getMessage();
    assertTrue(message.contains("10 points of 3 dimensions and 11 of 3"), message);
  }

  @Test
  void theSeedNamesTheDirections() {
    Rows points = new Rows(gaussian(100, 1));
    Rows others = new Rows(gaussian(100, 2));
    double first = DISTANCE.between(points, others);
    assertEquals(first, new SlicedDistance(500, 1, "test", () -> {}).between(points, others));
    assertNotEquals(first, new SlicedDistance(500, 2, "test", () -> {}).between(points, others));
  }

  private static float[][] gaussian(int points, long seed) {
    RandomStream stream = RandomStream.of(seed, "points");
    float[][] cloud = new float[points][3];
    for (float[] point : cloud) {
      for (int axis = 0; axis < 3; axis++) {
        point[axis] = (float) stream.nextGaussian();
      }
    }
    return cloud;
  }

  private static float[][] shifted(float[][] points) {
    float[][] shifted = new float[points.length][3];
    for (int i = 0; i < points.length; i++) {
      for (int axis = 0; axis < 3; axis++) {
        shifted[i][axis] = points[i][axis] + SHIFT[axis];
      }
    }
    return shifted;
  }

  /** A cloud as a table: one row for each point. */
  private static final class Rows implements PointCloud {
    private final float[][] rows;

    Rows(float[][] rows) {
      this.rows = rows;
    }

    @Override
    public int points() {
      return rows.length;
    }

    @Override
    public int dimensions() {
      return rows[0].length;
    }

    @Override
    public void project(float[][] directions, float[][] products) {
      for (int i = 0; i < directions.length; i++) {
        for (int point = 0; point < rows.length; point++) {
          double product = 0;
          for (int axis = 0; axis < directions[i].length; axis++) {
            product += directions[i][axis] * rows[point][axis];
          }
          products[i][point] = (float) product;
        }
      }
    }
  }
}
