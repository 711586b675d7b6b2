package io.sparkdcgan.report;

import io.sparkdcgan.artifact.RoundLine;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The curves of a report: at most so many points each, every point the mean of its rounds. A curve
 * inside of an object of the log is known by both names, {@code seconds.train}.
 */
final class ReportSeries {
  private ReportSeries() {}

  /**
   * The curves by name, and {@code rounds}, where their points stand.
   *
   * @param metrics the run's log
   * @param points at most this many
   */
  static Map<String, List<Object>> of(List<RoundLine> metrics, int points) {
    Map<String, ToDoubleFunction<RoundLine>> known = curves(metrics);
    int perPoint = Math.max(1, (metrics.size() + points - 1) / points);
    Map<String, List<Object>> curves = new LinkedHashMap<>();
    curves.put("rounds", new ArrayList<>());
    known.keySet().forEach(name -> curves.put(name, new ArrayList<>()));
    for (int from = 0; from < metrics.size(); from += perPoint) {
      List<RoundLine> lines = metrics.subList(from, Math.min(metrics.size(), from + perPoint));
      curves.get("rounds").add(lines.get(lines.size() - 1).round());
      known.forEach((name, number) -> curves.get(name).add(mean(number, lines)));
    }
    return curves;
  }

  private static Map<String, ToDoubleFunction<RoundLine>> curves(List<RoundLine> metrics) {
    Map<String, ToDoubleFunction<RoundLine>> curves = new LinkedHashMap<>();
    curves.put("discriminatorLoss", RoundLine::discriminatorLoss);
    curves.put("generatorLoss", RoundLine::generatorLoss);
    curves.put("judgedReal", RoundLine::judgedReal);
    curves.put("judgedDrawn", RoundLine::judgedDrawn);
    curves.put("imagesPerSecond", RoundLine::imagesPerSecond);
    curves.put("workers.slowestSeconds", line -> line.workers().slowestSeconds());
    curves.put("workers.fastestSeconds", line -> line.workers().fastestSeconds());
    addObject(curves, "seconds", RoundLine::seconds, metrics);
    addObject(curves, "scores", ReportSeries::scores, metrics);
    return curves;
  }

  /** How many images were compared is no score. */
  private static Map<String, Double> scores(RoundLine line) {
    return line.scores() == null ? Map.of() : line.scores().numbers();
  }

  /** Every number of an object is a curve, whatever its name. */
  private static void addObject(
      Map<String, ToDoubleFunction<RoundLine>> curves,
      String object,
      Function<RoundLine, Map<String, Double>> numbers,
      List<RoundLine> metrics) {
    TreeSet<String> names = new TreeSet<>();
    for (RoundLine line : metrics) {
      numbers
          .apply(line)
          .forEach(
              (name, number) -> {
                if (Double.isFinite(number)) {
                  names.add(name);
                }
              });
    }
    for (String name : names) {
      curves.put(object + "." + name, line -> numbers.apply(line).getOrDefault(name, Double.NaN));
    }
  }

  /** The mean of what is known, to five digits; null if nothing is. */
  private static Double mean(ToDoubleFunction<RoundLine> number, List<RoundLine> lines) {
    double[] known = lines.stream().mapToDouble(number).filter(Double::isFinite).toArray();
    if (known.length == 0) {
      return null;
    }
    double mean = Arrays.stream(known).average().orElseThrow();
    return new BigDecimal(mean).round(new MathContext(5)).doubleValue();
  }
}
