package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.benchmark.learn.Comparison.Row;
import io.sparkdcgan.benchmark.learn.Comparison.SpeedUp;
import io.sparkdcgan.benchmark.learn.Comparison.Trained;
import io.sparkdcgan.benchmark.learn.LearningCurve.Point;
import io.sparkdcgan.benchmark.learn.Spread.Ratio;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code bench learn} says of a comparison: its JSON line, and {@code learn.json}.
 *
 * @param speedUps of every variant with every number of workers at every score
 * @param curves of every run
 * @param cores for workers that the runs had here
 * @param plot URI of the curves as a picture
 */
record LearnResult(List<AtScore> speedUps, List<Curve> curves, int cores, String plot) {
  private static final String JSON = "learn.json";
  private static final String PLOT = "learn.svg";

  /**
   * One group of seeds at one score.
   *
   * @param criticalPath steps one after the other times images of a worker and step
   * @param secondsWithACoreEach from the phases of the rounds, whatever the cores
   * @param measuredSeconds of the rounds as they went; null if there are fewer cores than workers
   * @param speedUp of the critical path over one worker of the variant; null if there is none
   * @param speedUpOverBest over the best one worker of any variant
   * @param best that one's variant; null if none came to the score
   * @param speedUpSeconds of the seconds with a core each, over one worker of the variant
   * @param measuredSpeedUp of the measured seconds
   */
  record AtScore(
      double score,
      String variant,
      int workers,
      int seeds,
      int reached,
      Range criticalPath,
      Range secondsWithACoreEach,
      Range measuredSeconds,
      Range speedUp,
      Range speedUpOverBest,
      String best,
      Range speedUpSeconds,
      Range measuredSpeedUp) {

    static AtScore of(Row row, int cores) {
      boolean measured = row.group().workers() <= cores;
      SpeedUp own = row.ofOwn().orElse(null);
      return new AtScore(
          row.score(),
          row.group().variant(),
          row.group().workers(),
          row.reach().workerImages().seeds(),
          row.reach().workerImages().known(),
          Range.of(row.reach().workerImages()),
          Range.of(row.reach().seconds()),
          measured ? Range.of(row.reach().wallSeconds()) : null,
          own == null ? null : Range.of(own.workerImages()),
          row.ofBest().map(best -> Range.of(best.workerImages())).orElse(null),
          row.best().orElse(null),
          own == null ? null : Range.of(own.seconds()),
          own == null || !measured ? null : Range.of(own.wallSeconds()));
    }
  }

  /** The spread over the seeds; null where a seed never came to the score. */
  record Range(Double least, Double median, Double most) {
    static Range of(Spread spread) {
      return new Range(known(spread.least()), known(spread.median()), known(spread.most()));
    }

    static Range of(Ratio ratio) {
      return new Range(known(ratio.least()), known(ratio.median()), known(ratio.most()));
    }

    private static Double known(double value) {
      return Double.isFinite(value) && value > 0 ? (Double) value : null;
    }
  }

  /** One run's scores. */
  record Curve(
      String run, String variant, int workers, long seed, String status, List<Point> points) {
    static Curve of(Trained trained) {
      LearnRun run = trained.run();
      return new Curve(
          run.name(),
          run.variant(),
          run.workers(),
          run.seed(),
          trained.status(),
          trained.curve().points());
    }
  }

  /**
   * What there is to say.
   *
   * @param folder of the runs
   */
  static LearnResult of(Comparison comparison, List<Double> scores, int cores, ObjectStore folder) {
    return new LearnResult(
        comparison.rows(scores).stream().map(row -> AtScore.of(row, cores)).toList(),
        comparison.groups().values().stream().flatMap(List::stream).map(Curve::of).toList(),
        cores,
        folder.uri(PLOT));
  }

  /** Puts it and the plot beside the runs. */
  void keep(Comparison comparison, List<Double> scores, ObjectStore folder) {
    folder.put(JSON, Json.pretty(this));
    folder.put(PLOT, LearnPlot.svg(comparison, scores).getBytes(StandardCharsets.UTF_8));
  }
}
