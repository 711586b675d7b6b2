package io.sparkdcgan.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What went wrong in a run and was lived through, as HTML. */
final class ReportFaults {
  private static final Map<String, String> WORDS =
      Map.of(
          "best", "Best snapshot",
          "rollback", "Rolled back",
          "repeated", "Repeated with other images",
          "left-out", "Worker left out",
          "failed", "Taken again",
          "resumed", "Resumed");

  private ReportFaults() {}

  /** How many there are, in words. */
  static String count(List<ReportMark> marks) {
    long faults = marks.stream().filter(ReportFaults::isFault).count();
    return faults == 0 ? "" : "%,d in all".formatted(faults);
  }

  /** A table of the newest. */
  static String table(List<ReportMark> marks) {
    List<ReportMark> faults = marks.stream().filter(ReportFaults::isFault).toList();
    if (faults.isEmpty()) {
      return "<p class=\"none\">No round failed, none was repeated, and no worker was left out.</p>";
    }
    int passed = Math.max(0, faults.size() - ReportMark.MOST);
    String rows =
        faults.subList(passed, faults.size()).stream()
            .map(ReportFaults::row)
            .collect(Collectors.joining("\n"));
    String more =
        passed == 0
            ? ""
            : "<p class=\"none\">%,d earlier ones are in metrics.jsonl.</p>".formatted(passed);
    return """
    <div class="scroll"><table class="faults"><thead><tr><th>Round</th><th>What</th><th>Why</th></tr></thead>\
    <tbody>
    %s
    </tbody></table></div>%s"""
        .formatted(rows, more);
  }

  private static boolean isFault(ReportMark mark) {
    return !mark.kind().equals("best") && !mark.kind().equals("resumed");
  }

  private static String row(ReportMark mark) {
    return "<tr><td>%s</td><td><i class=\"dot %s\"></i>%s</td><td class=\"long\">%s</td></tr>"
        .formatted(
            String.format(Locale.ROOT, "%,d", mark.round()),
            mark.kind(),
            WORDS.get(mark.kind()),
            Template.html(mark.text()));
  }
}
