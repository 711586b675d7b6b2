package io.sparkdcgan.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The data sheet of a report as HTML; every text from outside is escaped here. */
final class ReportData {
  private static final int MOST_LABELS = 24;

  private ReportData() {}

  /** What the run learns from, and what was rejected when it was imported. */
  static String html(Map<String, Object> sheet) {
    if (sheet.isEmpty()) {
      return "<p class=\"none\">This run kept no data sheet.</p>";
    }
    return "<div class=\"groups\">%s%s%s</div>"
        .formatted(ReportTables.section("Images", images(sheet)), rejects(sheet), labels(sheet));
  }

  private static Map<String, String> images(Map<String, Object> sheet) {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("pictures", count(sheet.get("images")));
    pairs.put("size", "%s × %s".formatted(sheet.get("imageSize"), sheet.get("imageSize")));
    pairs.put("source", String.valueOf(sheet.get("source")));
    pairs.put("shards", "%s in %s".formatted(count(sheet.get("shardCount")), sheet.get("shards")));
    pairs.put("order", "shuffled by seed " + sheet.get("seed"));
    counts(sheet.get("options")).forEach(option -> pairs.put(option.name(), option.value()));
    pairs.put("SHA-256", String.valueOf(sheet.get("digest")));
    return pairs;
  }

  private static String rejects(Map<String, Object> sheet) {
    Map<String, String> pairs = new LinkedHashMap<>();
    counts(sheet.get("rejects")).forEach(reject -> pairs.put(reject.name(), reject.value()));
    if (number(sheet.get("duplicates")) > 0) {
      pairs.put("near-duplicate", count(sheet.get("duplicates")));
    }
    return pairs.isEmpty()
        ? "<section><h3>Rejected</h3><p class=\"none\">Nothing was rejected.</p></section>"
        : ReportTables.section("Rejected, by reason", pairs);
  }

  private static String labels(Map<String, Object> sheet) {
    List<Pair> labels = counts(sheet.get("labels"));
    if (labels.stream().allMatch(label -> label.name().isEmpty())) {
      return "<section><h3>Labels</h3><p class=\"none\">The images have none.</p></section>";
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    labels.stream()
        .limit(MOST_LABELS)
        .forEach(label -> pairs.put(label.name().isEmpty() ? "none" : label.name(), label.value()));
    if (labels.size() > MOST_LABELS) {
      pairs.put("and others", count(labels.size() - MOST_LABELS));
    }
    return ReportTables.section("Labels (%s)".formatted(count(labels.size())), pairs);
  }

  private record Pair(String name, String value) {}

  /** The fields of an object; what is no number is text. */
  private static List<Pair> counts(Object object) {
    List<Pair> pairs = new ArrayList<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) ->
              pairs.add(
                  new Pair(
                      String.valueOf(name),
                      value instanceof Number ? count(value) : String.valueOf(value))));
    }
    return pairs;
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static String count(Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : String.valueOf(value);
  }
}
