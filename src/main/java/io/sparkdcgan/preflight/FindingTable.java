package io.sparkdcgan.preflight;

import java.util.List;

/** Findings as a table for people. */
public final class FindingTable {
  private FindingTable() {}

  /** One line each, remedies below theirs. */
  public static String of(List<Finding> findings) {
    int name = width(findings.stream().map(Finding::name).toList(), "check");
    int needed = width(findings.stream().map(Finding::needed).toList(), "needed");
    int found = width(findings.stream().map(Finding::found).toList(), "found");
    String format = "%-" + name + "s  %-" + needed + "s  %-" + found + "s  %s%n";
    StringBuilder table =
        new StringBuilder(format.formatted("check", "needed", "found", "verdict"));
    for (Finding finding : findings) {
      table.append(
          format.formatted(
              finding.name(), finding.needed(), finding.found(), finding.verdict().word()));
      if (!finding.remedy().isEmpty()) {
        table
            .append(" ".repeat(name))
            .append("  -> ")
            .append(finding.remedy())
            .append(System.lineSeparator());
      }
    }
    return table.toString();
  }

  private static int width(List<String> column, String title) {
    return Math.max(title.length(), column.stream().mapToInt(String::length).max().orElse(0));
  }
}
