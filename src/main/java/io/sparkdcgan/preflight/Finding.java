package io.sparkdcgan.preflight;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.PrintableText;
import java.util.List;
import java.util.Locale;

/**
 * One thing that was looked at; the JSON line has all of it but the code.
 *
 * @param name what, for example {@code executor memory}
 * @param needed what the run needs
 * @param found what is there
 * @param verdict whether that will do
 * @param remedy what to do about it; empty where there is nothing to do
 * @param code how a run ends that goes without it; {@code OK} where it need not
 */
@JsonIgnoreProperties("code")
public record Finding(
    String name, String needed, String found, Verdict verdict, String remedy, ExitCode code) {
  public Finding {
    needed = PrintableText.of(needed);
    found = PrintableText.of(found);
    remedy = PrintableText.of(remedy);
  }

  /** Whether what was found will do. */
  public enum Verdict {
    OK,
    /** It can work, and there is something to know. */
    NOTE,
    /** It cannot work. */
    MISSING;

    /** As the table and the JSON line say it. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String name, String needed, String found) {
    return new Finding(name, needed, found, Verdict.OK, "", ExitCode.OK);
  }

  static Finding note(String name, String needed, String found, String remedy) {
    return new Finding(name, needed, found, Verdict.NOTE, remedy, ExitCode.OK);
  }

  static Finding missing(String name, String needed, String found, String remedy) {
    return missing(name, needed, found, remedy, ExitCode.CONFIGURATION);
  }

  static Finding missing(String name, String needed, String found, String remedy, ExitCode code) {
    return new Finding(name, needed, found, Verdict.MISSING, remedy, code);
  }

  /** Whether the run cannot work for it. */
  @JsonIgnore
  public boolean isMissing() {
    return verdict == Verdict.MISSING;
  }

  /** In one sentence. */
  public String sentence() {
    return "%s: needed is %s, found was %s; %s".formatted(name, needed, found, remedy);
  }

  /** Findings as a table for people: one line each, remedies below theirs. */
  public static String table(List<Finding> findings) {
    int name = width(findings.stream().map(Finding::name).toList(), "check");
    int needed = width(findings.stream().map(Finding::needed).toList(), "needed");
    int found = width(findings.stream().map(Finding::found).toList(), "found");
    String format = "%-" + name + "s  %-" + needed + "s  %-" + found + "s  %s%n";
    StringBuilder table =
        new StringBuilder(
            String.format(Locale.ROOT, format, "check", "needed", "found", "verdict"));
    for (Finding finding : findings) {
      table.append(
          String.format(
              Locale.ROOT,
              format,
              finding.name(),
              finding.needed(),
              finding.found(),
              finding.verdict().word()));
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
