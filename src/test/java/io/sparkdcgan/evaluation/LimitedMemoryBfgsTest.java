package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The descent of the representation test's SVM, on functions whose minimum is known. */
class LimitedMemoryBfgsTest {
  private int asked;

  /** sum (i + 1)^2 (x_i - i)^2: stretched by 100 to 1, at its lowest where x_i = i. */
  private double bowl(double[] x, double[] gradient) {
    asked++;
    double value = 0;
    for (int i = 0; i < x.length; i++) {
      double stretch = (i + 1.0) * (i + 1.0);
      value += stretch * (x[i] - i) * (x[i] - i);
      gradient[i] = 2 * stretch * (x[i] - i);
    }
    return value;
  }

  /** Rosenbrock's banana, whose lowest place (1, 1) lies at the end of a bent valley. */
  private static double banana(double[] x, double[] gradient) {
    double across = x[1] - x[0] * x[0];
    gradient[0] = -400 * x[0] * across - 2 * (1 - x[0]);
    gradient[1] = 200 * across;
    return 100 * across * across + (1 - x[0]) * (1 - x[0]);
  }

  @Test
  void aStretchedBowlsLowestPlaceIsFoundInFewSteps() {
    double[] found = new LimitedMemoryBfgs(this::bowl, 1e-8, 200).minimize(new double[10]);
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, found, 1e-5);
    assertTrue(asked < 60, "asked " + asked + " times");
  }

  @Test
  void aBentValleyIsFollowedToItsEnd() {
    double[] found =
        new LimitedMemoryBfgs(LimitedMemoryBfgsTest::banana, 1e-9, 200)
            .minimize(new double[] {-1.2, 1});
    assertArrayEquals(new double[] {1, 1}, found, 1e-6);
  }

  @Test
  void whoStartsAtTheLowestPlaceStays() {
    double[] lowest = {0, 1, 2};
    assertArrayEquals(lowest, new LimitedMemoryBfgs(this::bowl, 1e-8, 200).minimize(lowest));
    assertEquals(2, asked, "at zero, for the gradient's length there, and at the start");
  }

  @Test
  void noMoreStepsAreTakenThanAllowed() {
    new LimitedMemoryBfgs(this::bowl, 1e-12, 3).minimize(new double[10]);
    assertTrue(asked < 12, "asked " + asked + " times");
  }
}
