package io.sparkdcgan.benchmark.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.benchmark.learn.Comparison.Group;
import io.sparkdcgan.benchmark.learn.Comparison.Row;
import io.sparkdcgan.benchmark.learn.LearningCurve.Point;
import io.sparkdcgan.benchmark.learn.Spread.Ratio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What workers buy, of runs that were made by hand: one evaluation each 100 images of the path. */
final class ComparisonTest {
  private static final Comparison SPLIT =
      Comparison.of(
          List.of(
              // One worker comes to 40 after 400, 500 and 600 images.
              MadeRuns.run("split", 1, 1, 90, 80, 70, 40, 30),
              MadeRuns.run("split", 1, 2, 90, 80, 70, 60, 40),
              MadeRuns.run("split", 1, 3, 90, 80, 70, 60, 50, 40),
              // Four after 100, 200 and 200.
              MadeRuns.run("split", 4, 1, 39, 41, 20),
              MadeRuns.run("split", 4, 2, 90, 40),
              MadeRuns.run("split", 4, 3, 90, 10),
              // One worker of another kind after 300, and one seed of it never.
              MadeRuns.run("fast", 1, 1, 90, 80, 40),
              MadeRuns.run("fast", 1, 2, 90, 80, 40),
              MadeRuns.run("fast", 1, 3, 90, 80, 70)));

  @Test
  void speedUpIsOneWorkersPathOverThatOfManyWithTheSpreadOfAllPairs() {
    Row four = row(SPLIT, 40, "split", 4);
    assertEquals(new Spread(100, 200, 200, 3, 3), four.reach().workerImages());
    Ratio own = four.ofOwn().orElseThrow().workerImages();
    assertEquals(new Ratio(400 / 200.0, 500 / 200.0, 600 / 100.0), own);
    assertEquals(new Ratio(2, 2.5, 6), four.ofOwn().orElseThrow().seconds());
  }

  @Test
  void theBestSingleWorkerIsThatOfTheShortestMedianPath() {
    Row four = row(SPLIT, 40, "split", 4);
    assertEquals(Optional.of("fast"), four.best());
    Ratio best = four.ofBest().orElseThrow().workerImages();
    assertEquals(300 / 200.0, best.median());
    assertEquals(300 / 200.0, best.least());
    assertTrue(Double.isInfinite(best.most()), "one of its seeds never came there");
    assertEquals(
        300 / 500.0, row(SPLIT, 40, "split", 1).ofBest().orElseThrow().workerImages().median());
  }

  @Test
  void whatMostSeedsDoNotReachIsNotReached() {
    Row fast = row(SPLIT, 30, "fast", 1);
    assertFalse(fast.reach().workerImages().isReached());
    assertEquals(0, fast.reach().workerImages().known());
    assertEquals(Optional.empty(), fast.best(), "only one seed of split came to 30");
    assertTrue(
        printed(SPLIT)
            .lines()
            .anyMatch(line -> line.matches("30\\.0 +fast +1 +0/3 +not reached.*")));
  }

  @Test
  void aRunThatHasNotEndedIsNoSeedThatFailed() {
    Comparison going =
        Comparison.of(
            List.of(
                MadeRuns.run("split", 1, 1, 50, 40),
                MadeRuns.run("unfinished", "split", 1, 2, 50),
                MadeRuns.run("absent", "split", 1, 3)));
    assertEquals(
        new Spread(200, 200, 200, 1, 1), row(going, 40, "split", 1).reach().workerImages());
    assertEquals(
        new Spread(100, 100, 100, 2, 2), row(going, 50, "split", 1).reach().workerImages());
    Comparison more = going.with(MadeRuns.run("split", 1, 2, 50, 45));
    assertEquals(2, row(more, 40, "split", 1).reach().workerImages().seeds());
    assertEquals(1, row(more, 40, "split", 1).reach().workerImages().known());
  }

  @Test
  void scoresAreSpreadAtAPlace() {
    Spread spread = SPLIT.scores(new Group("split", 1), Point::workerImages, 400);
    assertEquals(new Spread(40, 60, 60, 3, 3), spread);
    assertEquals(600, SPLIT.end(Point::workerImages));
    assertEquals(1200, SPLIT.end(Point::imagesSeen));
  }

  @Test
  void theMiddleOfTwoSeedsIsTheirMean() {
    assertEquals(
        new Spread(1, 2, 3, 2, 2), Spread.of(List.of(OptionalDouble.of(3), OptionalDouble.of(1))));
    assertEquals(0, Spread.of(List.of()).seeds());
  }

  @Test
  void theTableSaysWhatIsMeasuredAndWhatIsComputed() {
    String four =
        printed(SPLIT)
            .lines()
            .filter(line -> line.matches("40\\.0 +split +4 .*"))
            .findFirst()
            .orElseThrow();
    assertTrue(
        four.matches(
            "40\\.0 +split +4 +3/3 +200\\.0 \\(100\\.0 - 200\\.0\\) +2\\.50 \\(2\\.00 - 6\\.00\\)"
                + " +1\\.50 \\(1\\.50 - \\?\\) +20\\.0 \\(10\\.0 - 20\\.0\\) +2\\.50 \\(2\\.00 -"
                + " 6\\.00\\) +- +-"),
        four);
    String one =
        printed(SPLIT)
            .lines()
            .filter(line -> line.matches("40\\.0 +split +1 .*"))
            .findFirst()
            .orElseThrow();
    assertTrue(one.contains("100.0 (80.0 - 120.0)"), one);
  }

  @Test
  void thePlotHasALineForEachRunAndStaysInItsFrame() {
    String svg = LearnPlot.svg(SPLIT, List.of(40.0, 5.0));
    assertEquals(9, svg.split("<polyline", -1).length - 1);
    assertEquals(1, svg.split("stroke-dasharray=\"5 4\"", -1).length - 1, "5 is below the plot");
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    assertFalse(LearnPlot.svg(Comparison.of(List.of()), List.of()).contains("NaN"));
  }

  private static Row row(Comparison comparison, double score, String variant, int workers) {
    return comparison.rows(List.of(score)).stream()
        .filter(row -> row.group().equals(new Group(variant, workers)))
        .findFirst()
        .orElseThrow();
  }

  /** On two cores. */
  private static String printed(Comparison comparison) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new LearnTables(out, 2).print(comparison, List.of(40.0, 30.0));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
