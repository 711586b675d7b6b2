package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.benchmark.learn.Comparison.Group;
import io.sparkdcgan.benchmark.learn.Comparison.Trained;
import io.sparkdcgan.benchmark.learn.LearningCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Draws a comparison as SVG: the score over the critical path, both on logarithmic axes, a line for
 * each run, the seeds of a group in one color, and the scores of the table as dashed lines.
 */
final class LearnPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;
  private static final int LEFT = 60;
  private static final int RIGHT = 190;
  private static final int TOP = 30;
  private static final int BOTTOM = 50;

  /** Colors that the color-blind can tell apart (Okabe and Ito 2008), then two more. */
  private static final List<String> COLORS =
      List.of(
          "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c6d31",
          "#7f7f7f");

  private final Axis x;
  private final Axis y;

  private LearnPlot(Axis x, Axis y) {
    this.x = x;
    this.y = y;
  }

  /** An axis from one value to another, both above 0, onto pixels. */
  private record Axis(double from, double to, int fromPixel, int toPixel) {

    double pixel(double value) {
      double share = (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from));
      return fromPixel + share * (toPixel - fromPixel);
    }

    /** 1, 2 and 5 times the powers of ten that lie on it. */
    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (double ten = Math.pow(10, Math.floor(Math.log10(from))); ten <= to; ten *= 10) {
        for (int times : new int[] {1, 2, 5}) {
          if (times * ten >= from && times * ten <= to) {
            ticks.add(times * ten);
          }
        }
      }
      return ticks;
    }
  }

  /**
   * The whole picture; an empty frame if nothing was scored.
   *
   * @param scores that are marked
   */
  static String svg(Comparison comparison, List<Double> scores) {
    List<Point> points =
        comparison.groups().values().stream()
            .flatMap(List::stream)
            .flatMap(run -> run.curve().points().stream())
            .filter(point -> point.swd() > 0 && point.workerImages() > 0)
            .toList();
    double left = points.stream().mapToDouble(Point::workerImages).min().orElse(1);
    double right = points.stream().mapToDouble(Point::workerImages).max().orElse(10);
    double low = points.stream().mapToDouble(Point::swd).min().orElse(1);
    double high = points.stream().mapToDouble(Point::swd).max().orElse(10);
    LearnPlot plot =
        new LearnPlot(
            new Axis(left / 1.05, right * 1.05, LEFT, WIDTH - RIGHT),
            new Axis(low / 1.1, high * 1.1, HEIGHT - BOTTOM, TOP));
    return plot.svg(comparison.groups().keySet().stream().toList(), comparison, scores);
  }

  private String svg(List<Group> groups, Comparison comparison, List<Double> scores) {
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    axes(svg);
    scores.stream()
        .filter(score -> score >= y.from() && score <= y.to())
        .forEach(score -> horizontal(svg, score, "#444444", "5 4"));
    for (int index = 0; index < groups.size(); index++) {
      String color = COLORS.get(index % COLORS.size());
      Group group = groups.get(index);
      comparison.groups().get(group).forEach(run -> line(svg, run, color));
      int legend = TOP + 10 + index * 18;
      int side = WIDTH - RIGHT + 14;
      add(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>",
          side,
          legend - 6,
          color);
      label(
          svg,
          side + 20,
          legend,
          "start",
          "%s, W = %s".formatted(group.variant(), group.workers()));
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (double tick : x.ticks()) {
      add(
          svg,
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>",
          x.pixel(tick),
          x.pixel(tick),
          TOP,
          HEIGHT - BOTTOM);
      label(
          svg,
          x.pixel(tick),
          HEIGHT - BOTTOM + 16,
          "middle",
          String.format(Locale.ROOT, "%,.0f", tick));
    }
    for (double tick : y.ticks()) {
      horizontal(svg, tick, "#dddddd", "none");
      label(svg, LEFT - 6, y.pixel(tick) + 4, "end", String.format(Locale.ROOT, "%.0f", tick));
    }
    label(
        svg,
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 12,
        "middle",
        "critical path: steps one after the other x images of a worker and step");
    label(svg, LEFT, TOP - 10, "middle", "SWD x 1000");
  }

  private void horizontal(StringBuilder svg, double score, String color, String dashes) {
    add(
        svg,
        "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"%s\"/>",
        LEFT,
        WIDTH - RIGHT,
        y.pixel(score),
        y.pixel(score),
        color,
        dashes);
  }

  private void line(StringBuilder svg, Trained run, String color) {
    String points =
        run.curve().points().stream()
            .filter(point -> point.swd() > 0 && point.workerImages() > 0)
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        x.pixel((double) point.workerImages()),
                        y.pixel(point.swd())))
            .collect(Collectors.joining(" "));
    add(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\""
            + " stroke-opacity=\"0.8\"><title>%s</title></polyline>",
        points,
        color,
        run.run().name());
  }

  private static void label(StringBuilder svg, double at, double down, String anchor, String text) {
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222222\">%s</text>",
        at,
        down,
        anchor,
        text);
  }

  private static void add(StringBuilder svg, String form, Object... values) {
    svg.append(String.format(Locale.ROOT, form, values)).append('\n');
  }
}
