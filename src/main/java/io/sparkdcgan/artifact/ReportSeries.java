package io.sparkdcgan.artifact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The curves of a report: at most so many points each, every point the mean of its rounds. */
final class ReportSeries {
  private static final List<String> CURVES =
      List.of(
          MetricsLog.DISCRIMINATOR_LOSS,
          MetricsLog.GENERATOR_LOSS,
          MetricsLog.JUDGED_REAL,
          MetricsLog.JUDGED_DRAWN,
          MetricsLog.IMAGES_PER_SECOND);

  private ReportSeries() {}

  /**
   * The curves by name, and {@code rounds}, where their points stand.
   *
   * @param metrics the run's log
   * @param points at most this many
   */
  static Map<String, Object> of(List<Map<String, Object>> metrics, int points) {
    int perPoint = Math.max(1, (metrics.size() + points - 1) / points);
    Map<String, List<Object>> curves = new LinkedHashMap<>();
    curves.put("rounds", new ArrayList<>());
    CURVES.forEach(name -> curves.put(name, new ArrayList<>()));
    for (int from = 0; from < metrics.size(); from += perPoint) {
      List<Map<String, Object>> lines =
          metrics.subList(from, Math.min(metrics.size(), from + perPoint));
      curves.get("rounds").add(lines.get(lines.size() - 1).get(MetricsLog.ROUND));
      CURVES.forEach(name -> curves.get(name).add(mean(name, lines)));
    }
    return new LinkedHashMap<>(curves);
  }

  /** The mean of what is known, to five digits; null if nothing is. */
  private static Double mean(String name, List<Map<String, Object>> lines) {
    double[] known =
        lines.stream()
            .map(line -> line.get(name))
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
}
