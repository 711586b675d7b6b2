package io.sparkdcgan.report;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.Rollback;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened at single rounds: the curves mark it, a table says it.
 *
 * @param round at which it happened
 * @param kind {@code best}, {@code rollback}, {@code repeated}, {@code left-out}, {@code failed} or
 *     {@code resumed}
 * @param text what there is to say
 */
record ReportMark(long round, String kind, String text) {
  /** A page is no log: of more than this the newest are shown. */
  static final int MOST = 100;

  /** All marks of a run in the order of their rounds. */
  static List<ReportMark> of(
      List<Map<String, Object>> metrics,
      List<Attempt> attempts,
      OptionalLong best,
      Optional<Rollback> back) {
    List<ReportMark> marks = new ArrayList<>();
    back.map(ReportMark::rollback).ifPresent(marks::add);
    for (Map<String, Object> line : metrics) {
      long round = ((Number) line.get(MetricsLog.ROUND)).longValue();
      if (line.get("repeated") instanceof Map<?, ?> repeated) {
        marks.add(new ReportMark(round, "repeated", text(repeated.get("reason"))));
      }
      each(
          line.get("leftOut"),
          worker -> marks.add(new ReportMark(round, "left-out", leftOut(worker))));
      each(line.get("failures"), why -> marks.add(new ReportMark(round, "failed", text(why))));
    }
    attempts.stream()
        .filter(attempt -> attempt.firstRound() > 0)
        .map(attempt -> new ReportMark(attempt.firstRound(), "resumed", "by a new attempt"))
        .forEach(marks::add);
    if (best.isPresent()) {
      marks.add(new ReportMark(best.getAsLong(), "best", "the best snapshot by its score"));
    }
    marks.sort((one, other) -> Long.compare(one.round, other.round));
    return marks;
  }

  private static ReportMark rollback(Rollback back) {
    return new ReportMark(
        back.round(),
        "rollback",
        "from round %d, since %s; on with a learning rate of %s and another seed"
            .formatted(back.alarm(), back.reason(), back.learningRate()));
  }

  Map<String, Object> fields() {
    return Map.of("round", round, "kind", kind);
  }

  private interface Taker {
    void take(Object element);
  }

  private static void each(Object list, Taker taker) {
    if (list instanceof List<?> elements) {
      elements.forEach(taker::take);
    }
  }

  private static String leftOut(Object said) {
    if (!(said instanceof Map<?, ?> worker)) {
      return text(said);
    }
    return "worker %s, %s: the %s’s update has length %s, at most %s was expected"
        .formatted(
            text(worker.get("worker")),
            text(worker.get("reason")),
            text(worker.get("network")),
            number(worker.get("norm")),
            number(worker.get("bound")));
  }

  private static String number(Object value) {
    return value instanceof Number number ? "%.4g".formatted(number.doubleValue()) : "–";
  }

  private static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>(map);
      List<String> parts = new ArrayList<>();
      plain.forEach((key, element) -> parts.add(key + " " + text(element)));
      return String.join(", ", parts);
    }
    return String.valueOf(value);
  }
}
