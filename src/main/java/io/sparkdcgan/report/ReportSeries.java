package io.sparkdcgan.report;

import io.sparkdcgan.artifact.MetricsLog;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The curves of a report: at most so many points each, every point the mean of its rounds. A curve
 * inside of an object of the log is known by both names, {@code seconds.train}.
 */
final class ReportSeries {
  /** Objects of a line whose numbers are curves, whatever their names. */
  private static final List<String> OBJECTS = List.of(MetricsLog.SECONDS, "scores");

  private static final List<String> CURVES =
      List.of(
          MetricsLog.DISCRIMINATOR_LOSS,
          MetricsLog.GENERATOR_LOSS,
          MetricsLog.JUDGED_REAL,
          MetricsLog.JUDGED_DRAWN,
          MetricsLog.IMAGES_PER_SECOND,
          "workers.slowestSeconds",
          "workers.fastestSeconds");

  private ReportSeries() {}

  /**
   * The curves by name, and {@code rounds}, where their points stand.
   *
   * @param metrics the run's log
   * @param points at most this many
   */
  static Map<String, List<Object>> of(List<Map<String, Object>> metrics, int points) {
    List<String> names = names(metrics);
    int perPoint = Math.max(1, (metrics.size() + points - 1) / points);
    Map<String, List<Object>> curves = new LinkedHashMap<>();
    curves.put("rounds", new ArrayList<>());
    names.forEach(name -> curves.put(name, new ArrayList<>()));
    for (int from = 0; from < metrics.size(); from += perPoint) {
      List<Map<String, Object>> lines =
          metrics.subList(from, Math.min(metrics.size(), from + perPoint));
      curves.get("rounds").add(lines.get(lines.size() - 1).get(MetricsLog.ROUND));
      names.forEach(name -> curves.get(name).add(mean(name, lines)));
    }
    return curves;
  }

  private static List<String> names(List<Map<String, Object>> metrics) {
    List<String> names = new ArrayList<>(CURVES);
    for (String object : OBJECTS) {
      TreeSet<String> inside = new TreeSet<>();
      for (Map<String, Object> line : metrics) {
        if (line.get(object) instanceof Map<?, ?> fields) {
          fields.forEach(
              (name, value) -> {
                // How many images were compared is no score.
                if (value instanceof Number && !name.equals("pictures")) {
                  inside.add(object + "." + name);
                }
              });
        }
      }
      names.addAll(inside);
    }
    return names;
  }

  /** The mean of what is known, to five digits; null if nothing is. */
  private static Double mean(String name, List<Map<String, Object>> lines) {
    double[] known =
        lines.stream()
            .map(line -> value(name, line))
            .filter(Number.class::isInstance)
            .mapToDouble(value -> ((Number) value).doubleValue())
            .filter(Double::isFinite)
            .toArray();
    if (known.length == 0) {
      return null;
    }
    double mean = Arrays.stream(known).average().orElseThrow();
    return new BigDecimal(mean).round(new MathContext(5)).doubleValue();
  }

  private static Object value(String name, Map<String, Object> line) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return line.get(name);
    }
    return line.get(name.substring(0, dot)) instanceof Map<?, ?> object
        ? object.get(name.substring(dot + 1))
        : null;
  }
}
