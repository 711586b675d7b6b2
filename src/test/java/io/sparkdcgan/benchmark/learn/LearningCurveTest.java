package io.sparkdcgan.benchmark.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.benchmark.learn.LearningCurve.Point;
import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Critical path and scores of logs that were made by hand. */
final class LearningCurveTest {
  /** Three workers that share 128 images: 43, 43 and 42. */
  private static final StepShares SHARES = new StepShares(43, 128, LocalStepsConfig.constant(10));

  @Test
  void theCriticalPathIsStepsTimesTheLargestShare() {
    LearningCurve curve =
        LearningCurve.of(List.of(line(1, Double.NaN), line(2, 50), line(3, 40)), SHARES);
    assertEquals(2, curve.points().size());
    Point first = curve.points().get(0);
    assertEquals(2, first.round());
    assertEquals(20, first.steps());
    assertEquals(860, first.workerImages());
    assertEquals(640, first.imagesSeen());
    assertEquals(50, first.swd());
    assertEquals(1290, curve.points().get(1).workerImages());
  }

  @Test
  void shortRoundsAtTheBeginningAreShort() {
    StepShares doubling = new StepShares(4, 8, new LocalStepsConfig(4, 1, 1));
    LearningCurve curve =
        LearningCurve.of(List.of(line(1, 9), line(2, 8), line(3, 7), line(4, 6)), doubling);
    assertEquals(List.of(1L, 3L, 7L, 11L), curve.points().stream().map(Point::steps).toList());
    assertEquals(44, curve.points().get(3).workerImages());
  }

  @Test
  void aRoundThatWasTakenTwiceCountsTwice() {
    LearningCurve curve =
        LearningCurve.of(List.of(line(1, 50), MadeRuns.line(2, 40, true)), SHARES);
    assertEquals(30, curve.points().get(1).steps());
    assertEquals(1290, curve.points().get(1).workerImages());
    assertEquals(640, curve.points().get(1).imagesSeen());
  }

  @Test
  void secondsWithACoreEachAreThePhasesAndNotTheWait() {
    LearningCurve curve = LearningCurve.of(List.of(line(1, 50), line(2, 40)), SHARES);
    // All phases but total, prepare (in the background) and shuffle (Spark did not tell).
    assertEquals(4, curve.points().get(0).seconds(), 1e-12);
    assertEquals(8, curve.points().get(1).seconds(), 1e-12);
    assertEquals(20, curve.points().get(1).wallSeconds(), 1e-12);
  }

  @Test
  void aScoreIsReachedAtTheFirstEvaluationAtOrUnderIt() {
    LearningCurve curve =
        LearningCurve.of(List.of(line(1, 50), line(2, 40), line(3, 45), line(4, 30)), SHARES);
    assertEquals(1, curve.first(50).orElseThrow().round());
    assertEquals(2, curve.first(49).orElseThrow().round());
    assertEquals(2, curve.first(40).orElseThrow().round());
    assertEquals(4, curve.first(39.9).orElseThrow().round());
    assertTrue(curve.first(29.9).isEmpty());
  }

  @Test
  void theScoreAtAPlaceIsThatOfTheLastEvaluationUpToThere() {
    LearningCurve curve = LearningCurve.of(List.of(line(1, 50), line(2, 40)), SHARES);
    assertEquals(OptionalDouble.empty(), curve.scoreAt(Point::workerImages, 429));
    assertEquals(OptionalDouble.of(50), curve.scoreAt(Point::workerImages, 430));
    assertEquals(OptionalDouble.of(50), curve.scoreAt(Point::workerImages, 859));
    assertEquals(OptionalDouble.of(40), curve.scoreAt(Point::workerImages, 860));
    assertEquals(OptionalDouble.empty(), curve.scoreAt(Point::workerImages, 861), "it ended");
  }

  private static RoundLine line(long round, double swd) {
    return MadeRuns.line(round, swd, false);
  }
}
