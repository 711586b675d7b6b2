package io.sparkdcgan.report;

import io.sparkdcgan.artifact.DataSheet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The data sheet of a report as HTML; every text from outside is escaped here. */
final class ReportData {
  private static final int MOST_LABELS = 24;

  private ReportData() {}

  /** What the run learns from, and what was rejected when it was imported. */
  static String html(Optional<DataSheet> sheet) {
    return sheet.map(ReportData::html).orElse("<p class=\"none\">This run kept no data sheet.</p>");
  }

  private static String html(DataSheet sheet) {
    return "<div class=\"groups\">%s%s%s</div>"
        .formatted(
            ReportTables.section("Images", images(sheet)), rejects(sheet), labels(sheet.labels()));
  }

  private static Map<String, String> images(DataSheet sheet) {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("pictures", ReportTables.count(sheet.images()));
    pairs.put("size", "%s × %s".formatted(sheet.imageSize(), sheet.imageSize()));
    pairs.put("source", String.valueOf(sheet.source()));
    String shards = ReportTables.count(sheet.shardCount());
    pairs.put("shards", "%s in %s".formatted(shards, sheet.shards()));
    pairs.put("order", "shuffled by seed " + sheet.seed());
    pairs.putAll(sheet.options());
    pairs.put("SHA-256", String.valueOf(sheet.digest()));
    return pairs;
  }

  private static String rejects(DataSheet sheet) {
    Map<String, String> pairs = new LinkedHashMap<>();
    sheet.rejects().forEach((reason, count) -> pairs.put(reason, ReportTables.count(count)));
    if (sheet.duplicates() > 0) {
      pairs.put("near-duplicate", ReportTables.count(sheet.duplicates()));
    }
    return pairs.isEmpty()
        ? "<section><h3>Rejected</h3><p class=\"none\">Nothing was rejected.</p></section>"
        : ReportTables.section("Rejected, by reason", pairs);
  }

  private static String labels(Map<String, Long> labels) {
    if (labels.keySet().stream().allMatch(String::isEmpty)) {
      return "<section><h3>Labels</h3><p class=\"none\">The images have none.</p></section>";
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    labels.entrySet().stream()
        .limit(MOST_LABELS)
        .forEach(
            label ->
                pairs.put(
                    label.getKey().isEmpty() ? "none" : label.getKey(),
                    ReportTables.count(label.getValue())));
    if (labels.size() > MOST_LABELS) {
      pairs.put("and others", ReportTables.count(labels.size() - MOST_LABELS));
    }
    return ReportTables.section("Labels (%s)".formatted(ReportTables.count(labels.size())), pairs);
  }
}
