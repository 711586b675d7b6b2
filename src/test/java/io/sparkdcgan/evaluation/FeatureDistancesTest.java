package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.evaluation.FrechetDistance.GaussianFit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.nd4j.linalg.factory.Nd4j;

/** The Frechet and the kernel distance beside numpy and scipy, and where both can be told. */
class FeatureDistancesTest {

  /** The file's numbers are src/it/oracles/feature_distances.py's. */
  @ParameterizedTest
  @CsvFileSource(resources = "feature-distances.csv")
  void bothAreWhatNumpyMakesOfTheDefinitions(
      int rows, int otherRows, int dimensions, double shift, double frechet, double kernel) {
    FeatureMatrix ours = features(11, rows, dimensions, 0);
    FeatureMatrix others = features(12, otherRows, dimensions, shift);
    assertEquals(frechet, FrechetDistance.between(ours, others), 1e-6 * frechet);
    int[] all = IntStream.range(0, rows).toArray();
    int[] allOthers = IntStream.range(0, otherRows).toArray();
    assertEquals(
        kernel,
        KernelDistance.discrepancy(ours, all, others, allOthers),
        1e-6 * Math.max(1e-3, Math.abs(kernel)));
  }

  @Test
  void normalDistributionsAlongTheAxesAreAsFarApartAsTheirDeviationsAndMeans() {
    double[] deviations = {1, 2, 0.5, 3, 0};
    double[] otherDeviations = {2, 2, 1, 0, 0};
    double[] means = {0, 1, -1, 4, 2};
    double expected = 0;
    for (int i = 0; i < means.length; i++) {
      double apart = deviations[i] - otherDeviations[i];
      expected += means[i] * means[i] + apart * apart;
    }
    GaussianFit ours = along(new double[5], deviations);
    assertEquals(expected, FrechetDistance.between(ours, along(means, otherDeviations)), 1e-12);
    assertEquals(0, FrechetDistance.between(ours, ours), 1e-12);
  }

  @Test
  void aSetIsNotFarFromItself() {
    FeatureMatrix set = features(3, 100, 32, 0);
    assertEquals(0, FrechetDistance.between(set, set), 1e-10);
    // unbiased: a row meets its twin in the other set and not in its own
    assertTrue(new KernelDistance(1).between(set, set).mean() < 0);
  }

  @Test
  void subsetsComeNearToTheWhole() {
    FeatureMatrix ours = features(21, 1500, 8, 0);
    FeatureMatrix others = features(22, 1200, 8, 0.3);
    double whole =
        KernelDistance.discrepancy(
            ours, IntStream.range(0, 1500).toArray(), others, IntStream.range(0, 1200).toArray());
    KernelDistance.Score score = new KernelDistance(1).between(ours, others);
    assertEquals(whole, score.mean(), 0.02 * whole);
    assertTrue(score.deviation() > 0 && score.deviation() < 0.3 * whole, score::toString);
    assertEquals(score.mean(), new KernelDistance(1).between(ours, others).mean(), 1e-12);
  }

  @Test
  void moreRowsThanAreMultipliedAtOnceGiveTheSameKindOfScore() {
    FeatureMatrix ours = features(31, 4200, 4, 0);
    FeatureMatrix others = features(32, 1500, 4, 0.3);
    double whole =
        KernelDistance.discrepancy(
            ours, IntStream.range(0, 1500).toArray(), others, IntStream.range(0, 1500).toArray());
    KernelDistance.Score score = new KernelDistance(1).between(ours, others);
    assertEquals(whole, score.mean(), 0.1 * whole);
  }

  @Test
  void otherDimensionsAndSingleRowsAreRefused() {
    FeatureMatrix ours = features(1, 4, 8, 0);
    FeatureMatrix others = features(1, 4, 9, 0);
    assertThrows(IllegalArgumentException.class, () -> FrechetDistance.between(ours, others));
    assertThrows(IllegalArgumentException.class, () -> new KernelDistance(1).between(ours, others));
    assertThrows(IllegalArgumentException.class, () -> features(1, 1, 8, 0));
    assertThrows(IllegalArgumentException.class, () -> FeatureMatrix.of(List.of(new float[9]), 8));
  }

  private static FeatureMatrix features(long seed, int rows, int dimensions, double shift) {
    return FeatureMatrix.of(
        List.of(SyntheticInputs.features(seed, rows, dimensions, shift)), dimensions);
  }

  private static GaussianFit along(double[] means, double[] deviations) {
    double[] variances = new double[deviations.length];
    for (int i = 0; i < variances.length; i++) {
      variances[i] = deviations[i] * deviations[i];
    }
    return new GaussianFit(means, Nd4j.diag(Nd4j.createFromArray(variances)));
  }
}
