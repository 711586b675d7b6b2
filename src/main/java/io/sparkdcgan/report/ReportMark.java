package io.sparkdcgan.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.artifact.RoundLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened at single rounds: the curves mark it, a table says it.
 *
 * @param round at which it happened
 * @param kind {@code best}, {@code rollback}, {@code repeated}, {@code left-out}, {@code failed} or
 *     {@code resumed}
 * @param text what there is to say; the page's curves do without
 */
@JsonIgnoreProperties("text")
record ReportMark(long round, String kind, String text) {
  /** A page is no log: of more than this the newest are shown. */
  static final int MOST = 100;

  /** All marks of a run in the order of their rounds. */
  static List<ReportMark> of(
      List<RoundLine> metrics, List<Attempt> attempts, OptionalLong best, Optional<Rollback> back) {
    List<ReportMark> marks = new ArrayList<>();
    back.map(ReportMark::rollback).ifPresent(marks::add);
    for (RoundLine line : metrics) {
      if (line.repeated() != null) {
        marks.add(new ReportMark(line.round(), "repeated", line.repeated().reason()));
      }
      line.leftOut()
          .forEach(worker -> marks.add(new ReportMark(line.round(), "left-out", leftOut(worker))));
      line.failures().forEach(why -> marks.add(new ReportMark(line.round(), "failed", why)));
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
        "from round %s, since %s; on with a learning rate of %s and another seed"
            .formatted(back.alarm(), back.reason(), back.learningRate()));
  }

  private static String leftOut(RoundLine.LeftOut worker) {
    return "worker %s, %s: the %s’s update has length %s, at most %s was expected"
        .formatted(
            worker.worker(),
            worker.reason(),
            worker.network(),
            number(worker.norm()),
            number(worker.bound()));
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
  }
}
