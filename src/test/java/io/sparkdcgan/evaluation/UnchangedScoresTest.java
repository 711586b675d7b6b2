package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The numbers that 0.2.0 computed, to the last bit: scores in the {@code metrics.jsonl} of older
 * runs stay comparable, whatever makes them faster.
 */
class UnchangedScoresTest {
  private static final long SEED = 3;

  @Test
  void distancesAreThoseOfEarlierVersions() {
    assertDistances(20, 16, Map.of(16, 46.21629951610475));
    assertDistances(20, 32, Map.of(16, 38.43879288451114, 32, 39.71467824299346));
    assertDistances(
        6, 64, Map.of(16, 79.10653937957098, 32, 67.49338761807293, 64, 65.78140811025548));
  }

  @Test
  void similarityAndDiversityAreThoseOfEarlierVersions() {
    assertEquals(0.8133366714472967, MultiScaleSimilarity.of(first(20, 32)));
    assertEquals(1.007528414392351, Diversity.relative(second(20, 32), first(20, 32)));
    assertEquals(0.7633621314594438, MultiScaleSimilarity.of(first(6, 64)));
    assertEquals(1.0057137540636945, Diversity.relative(second(6, 64), first(6, 64)));
  }

  @Test
  void nearestDistancesAreThoseOfEarlierVersions() {
    assertEquals(615.2590694156761, nearest(20, 32));
    assertEquals(263.5205270060222, nearest(6, 64));
  }

  private static void assertDistances(int count, int size, Map<Integer, Double> expected) {
    SlicedWasserstein.Score score =
        new SlicedWasserstein(SEED).between(first(count, size), second(count, size));
    assertEquals(new TreeMap<>(expected), score.byLevel());
  }

  private static double nearest(int count, int size) {
    NearestSearch search = new NearestSearch(first(count, size));
    NearestFound found = search.nothing();
    byte[] shown = second(count, size).pixels();
    for (int i = 0; i < count; i++) {
      search.show("k" + i, shown, i * 3 * size * size, found);
    }
    double sum = 0;
    for (double level : search.levels(found)) {
      sum += level;
    }
    return sum;
  }

  private static ImageSet first(int count, int size) {
    return SyntheticInputs.images(1000, count, size);
  }

  private static ImageSet second(int count, int size) {
    return SyntheticInputs.images(2000, count, size);
  }
}
