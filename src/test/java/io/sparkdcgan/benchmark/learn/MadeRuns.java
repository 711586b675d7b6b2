package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.Repeated;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.benchmark.learn.Comparison.Trained;
import io.sparkdcgan.benchmark.learn.LearningCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs and their logs, made by hand. */
final class MadeRuns {
  private MadeRuns() {}

  /** A round whose every phase is known; not evaluated if the score is NaN. */
  static RoundLine line(long round, double swd, boolean repeated) {
    Map<String, Double> seconds =
        Map.of(
            "total",
            10.0,
            "broadcast",
            0.5,
            "receive",
            0.25,
            "setup",
            0.25,
            "prepare",
            3.0,
            "wait",
            0.5,
            "train",
            2.0,
            "shuffle",
            Double.NaN,
            "collect",
            0.25,
            "update",
            0.25);
    return new RoundLine(
        round,
        1,
        1,
        0.5,
        0.5,
        0.1,
        320,
        round * 320,
        32,
        seconds,
        Map.of(),
        null,
        List.of(),
        0,
        List.of(),
        List.of(),
        Double.isNaN(swd) ? null : new Scores(swd, Map.of(), 1, 1, 1, 64, false),
        repeated ? new Repeated("a reason", List.of()) : null);
  }

  /** A complete run that is scored every 100 images of its critical path, at a second each 10. */
  static Trained run(String variant, int workers, long seed, double... scores) {
    return run(Comparison.COMPLETE, variant, workers, seed, scores);
  }

  static Trained run(String status, String variant, int workers, long seed, double... scores) {
    List<Point> points = new ArrayList<>();
    for (double score : scores) {
      long number = points.size() + 1L;
      points.add(
          new Point(
              number,
              number * 10,
              number * 100,
              number * 10,
              number * 20,
              number * 100 * workers,
              score));
    }
    LearnRun run = new LearnRun(variant, workers, seed, List.of(), null);
    return new Trained(run, status, new LearningCurve(points));
  }
}
