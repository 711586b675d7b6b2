package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.api.RunScores.NearestScore;
import io.sparkdcgan.api.RunScores.ReferenceScore;
import io.sparkdcgan.api.RunScores.SnapshotScore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunScoresTest {
  @Test
  void theBestHasTheLowestDistanceAndNoiseComesLast() {
    assertEquals(OptionalLong.of(20), best(score(10, 30, 1), score(20, 20, 1), score(30, 25, 1)));
    assertEquals(OptionalLong.of(30), best(score(10, 30, 1), score(20, 20, 1.5), score(30, 25, 1)));
    assertEquals(OptionalLong.of(20), best(score(10, 30, 1.6), score(20, 20, 1.5)));
  }

  @Test
  void ofTwoAlikeTheEarlierOneIsTheBestInWhateverOrderTheyCome() {
    assertEquals(OptionalLong.of(10), best(score(20, 20, 1), score(10, 20, 1)));
  }

  @Test
  void whatHasNoDistanceIsNeverTheBest() {
    assertEquals(OptionalLong.of(20), best(score(10, Double.NaN, 1), score(20, 90, 1)));
    assertEquals(OptionalLong.empty(), best(score(10, Double.NaN, 1)));
  }

  private static OptionalLong best(SnapshotScore... scores) {
    ReferenceScore reference = new ReferenceScore(2, 1, new TreeMap<>(), 0.1, Optional.empty());
    return new RunScores(reference, List.of(scores)).best();
  }

  private static SnapshotScore score(long round, double swd, double diversity) {
    return new SnapshotScore(
        round,
        swd,
        new TreeMap<>(),
        0.1,
        diversity,
        new NearestScore(1, 1, 1, 0, 0),
        Optional.empty());
  }
}
