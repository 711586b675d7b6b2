package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.random.RandomStream;
import org.junit.jupiter.api.Test;

/** The classifier of the representation test, on data whose answer is known. */
class LinearSvmTest {
  private static final int DIMENSIONS = 20;

  @Test
  void classesThatLieApartAreFound() {
    LinearSvm.Outcome outcome = LinearSvm.test(clouds(300, 6, 1), clouds(200, 6, 2), 1);
    assertEquals(1, outcome.accuracy(), 0.01);
    assertEquals(DIMENSIONS, outcome.dimensions());
    assertTrue(LinearSvm.GRID.contains(outcome.c()), () -> outcome.toString());
  }

  @Test
  void wherePicturesSayNothingTheShareIsThatOfGuesses() {
    LinearSvm.Outcome outcome = LinearSvm.test(clouds(300, 0, 1), clouds(600, 0, 2), 1);
    assertEquals(1 / 3.0, outcome.accuracy(), 0.08);
    assertEquals(1 / 3.0, outcome.crossValidated(), 0.1);
  }

  /** Two clouds 2 deviations apart: the best rule is right in Phi(1), 84.1 %. */
  @Test
  void overlappingClassesAreToldAsWellAsTheBestRuleTells() {
    LinearSvm.Outcome outcome = LinearSvm.test(pair(2000, 1), pair(2000, 2), 1);
    assertEquals(0.841, outcome.accuracy(), 0.025);
    assertEquals(0.841, outcome.crossValidated(), 0.025);
  }

  @Test
  void theSameIsFoundEachTime() {
    assertEquals(
        LinearSvm.test(clouds(90, 1, 1), clouds(90, 1, 2), 5),
        LinearSvm.test(clouds(90, 1, 1), clouds(90, 1, 2), 5));
  }

  @Test
  void featuresOfAnyScaleAreTheSameToIt() {
    LabeledFeatures scaled = clouds(90, 1, 1);
    LabeledFeatures asked = clouds(90, 1, 2);
    for (LabeledFeatures features : new LabeledFeatures[] {scaled, asked}) {
      for (float[] row : features.rows()) {
        row[0] = 1000 * row[0] + 77;
      }
    }
    assertEquals(
        LinearSvm.test(clouds(90, 1, 1), clouds(90, 1, 2), 5).accuracy(),
        LinearSvm.test(scaled, asked, 5).accuracy(),
        0.02);
  }

  /** Columns of mean 3 and deviation 2, and of one value: by hand. */
  @Test
  void standardizedRowsHaveAMeanSquaredLengthOfOne() {
    float[][] rows = {{1, 4}, {5, 4}};
    Standardization.of(rows).apply(rows);
    float unit = (float) (1 / Math.sqrt(2));
    assertArrayEquals(new float[] {-unit, 0}, rows[0], 1e-6f);
    assertArrayEquals(new float[] {unit, 0}, rows[1], 1e-6f);
  }

  @Test
  void rowsWithoutLabelsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabeledFeatures(new float[][] {{1}}, new int[] {0, 1}));
  }

  /** Three normal clouds of deviation 1, each at this distance from the middle. */
  private static LabeledFeatures clouds(int count, double distance, long seed) {
    RandomStream noise = RandomStream.of(seed, "clouds");
    float[][] rows = new float[count][DIMENSIONS];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
      for (int j = 0; j < DIMENSIONS; j++) {
        rows[i][j] = (float) (noise.nextGaussian() + (j == labels[i] ? distance : 0));
      }
    }
    return new LabeledFeatures(rows, labels);
  }

  private static LabeledFeatures pair(int count, long seed) {
    RandomStream noise = RandomStream.of(seed, "pair");
    float[][] rows = new float[count][DIMENSIONS];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      for (int j = 0; j < DIMENSIONS; j++) {
        rows[i][j] = (float) (noise.nextGaussian() + (j == 0 ? 2 * labels[i] - 1 : 0));
      }
    }
    return new LabeledFeatures(rows, labels);
  }
}
