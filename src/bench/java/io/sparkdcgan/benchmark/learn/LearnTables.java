package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.benchmark.learn.Comparison.Group;
import io.sparkdcgan.benchmark.learn.Comparison.Row;
import io.sparkdcgan.benchmark.learn.Comparison.SpeedUp;
import io.sparkdcgan.benchmark.learn.LearningCurve.Point;
import io.sparkdcgan.benchmark.learn.Spread.Ratio;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Prints a comparison: what workers buy at given scores, and scores on two grids. */
final class LearnTables {
  /** Places of a grid, as shares of the run that went furthest. */
  private static final double[] GRID = {1 / 16.0, 1 / 8.0, 1 / 4.0, 1 / 2.0, 3 / 4.0, 1};

  private static final String NOT = "not reached";

  private final PrintStream out;
  private final int cores;

  /**
   * @param cores for workers that the runs had here; with more workers than that, seconds are
   *     computed and not measured
   */
  LearnTables(PrintStream out, int cores) {
    this.out = out;
    this.cores = cores;
  }

  void print(Comparison comparison, List<Double> scores) {
    speedUps(comparison.rows(scores));
    grid(
        comparison,
        "SWD by critical path (steps one after the other x images of a worker and step)",
        Point::workerImages);
    grid(comparison, "SWD by images seen, of all workers together", Point::imagesSeen);
    out.flush();
  }

  private void speedUps(List<Row> rows) {
    out.println();
    out.println(
        "What it takes to come to a score: the first evaluation at or under it, nothing is"
            + " interpolated.");
    out.println("Median of the seeds (least - most); speed-up is one worker's over this one's.");
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "score",
            "variant",
            "workers",
            "seeds",
            "critical path",
            "speed-up",
            "over the best",
            "seconds, a core each",
            "speed-up",
            "measured seconds",
            "speed-up"));
    for (Row row : rows) {
      Spread path = row.reach().workerImages();
      boolean measured = row.group().workers() <= cores;
      lines.add(
          List.of(
              number(row.score()),
              row.group().variant(),
              String.valueOf(row.group().workers()),
              "%s/%s".formatted(path.known(), path.seeds()),
              text(path),
              text(row.ofOwn(), SpeedUp::workerImages),
              text(row.ofBest(), SpeedUp::workerImages),
              text(row.reach().seconds()),
              text(row.ofOwn(), SpeedUp::seconds),
              measured ? text(row.reach().wallSeconds()) : "-",
              measured ? text(row.ofOwn(), SpeedUp::wallSeconds) : "-"));
    }
    print(lines);
    out.println(
        "Critical path: steps one after the other x images of a worker and step. Over the best:"
            + " against the one worker of any variant that was there first.");
    out.println(
        "Seconds with a core each are computed from the phases of each round (the slowest worker's,"
            + " the average's and the driver's), whatever the cores;");
    out.println(
        String.format(
            Locale.ROOT,
            "measured where there are no more workers than the cores here, %d. Evaluations are in"
                + " neither.",
            cores));
  }

  private void grid(Comparison comparison, String title, ToDoubleFunction<Point> axis) {
    double end = comparison.end(axis);
    out.println();
    out.println(title + ": median of the seeds (least - most) at the last evaluation up to there.");
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("variant", "workers"));
    for (double share : GRID) {
      head.add(number(end * share));
    }
    lines.add(head);
    for (Group group : comparison.groups().keySet()) {
      List<String> line =
          new ArrayList<>(List.of(group.variant(), String.valueOf(group.workers())));
      for (double share : GRID) {
        Spread spread = comparison.scores(group, axis, end * share);
        line.add(spread.isReached() ? text(spread) : "-");
      }
      lines.add(line);
    }
    print(lines);
  }

  private void print(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        text.append(column == 0 ? "" : "  ")
            .append(line.get(column))
            .append(" ".repeat(widths[column] - line.get(column).length()));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static String text(Spread spread) {
    if (spread.seeds() == 0) {
      return "-";
    }
    if (!spread.isReached()) {
      return NOT;
    }
    return range(spread.median(), spread.least(), spread.most());
  }

  private static String text(Optional<SpeedUp> speedUp, Function<SpeedUp, Ratio> measure) {
    if (speedUp.isEmpty()) {
      return "-";
    }
    Ratio ratio = measure.apply(speedUp.get());
    return Double.isFinite(ratio.median()) && ratio.median() > 0
        ? range(ratio.median(), ratio.least(), ratio.most())
        : "-";
  }

  /** What a seed that never came there makes of a bound is no number. */
  private static String range(double median, double least, double most) {
    return median == least && median == most
        ? number(median)
        : "%s (%s - %s)".formatted(number(median), bound(least), bound(most));
  }

  private static String bound(double value) {
    return Double.isFinite(value) && value > 0 ? number(value) : "?";
  }

  private static String number(double value) {
    return value < 10
        ? String.format(Locale.ROOT, "%.2f", value)
        : value < 1000
            ? String.format(Locale.ROOT, "%.1f", value)
            : String.format(Locale.ROOT, "%,.0f", value);
  }
}
