package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The distances at the size of Inception's pool features, with more and fewer rows than numbers.
 */
@Tag("endurance")
class PoolFeatureDistancesIT {

  /**
   * The file's numbers are scipy's, by src/it/oracles/feature_distances.py: with more rows than
   * dimensions by sqrtm, else by singular values, since sqrtm loses digits there.
   */
  @ParameterizedTest
  @CsvFileSource(resources = "pool-feature-distances.csv")
  void bothAreWhatScipyMakesOfTheDefinitions(
      int rows, int otherRows, int dimensions, double shift, double frechet, double kernel) {
    FeatureMatrix ours = features(11, rows, dimensions, 0);
    FeatureMatrix others = features(12, otherRows, dimensions, shift);
    assertEquals(frechet, FrechetDistance.between(ours, others), 1e-9 * frechet);
    int[] all = IntStream.range(0, rows).toArray();
    int[] allOthers = IntStream.range(0, otherRows).toArray();
    assertEquals(kernel, KernelDistance.discrepancy(ours, all, others, allOthers), 1e-9 * kernel);
  }

  private static FeatureMatrix features(long seed, int rows, int dimensions, double shift) {
    return FeatureMatrix.of(
        List.of(SyntheticInputs.poolFeatures(seed, rows, dimensions, shift)), dimensions);
  }
}
