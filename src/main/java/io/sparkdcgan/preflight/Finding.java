package io.sparkdcgan.preflight;

import io.sparkdcgan.failure.ExitCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that was looked at.
 *
 * @param name what, for example {@code executor memory}
 * @param needed what the run needs
 * @param found what is there
 * @param verdict whether that will do
 * @param remedy what to do about it; empty where there is nothing to do
 * @param code how a run ends that goes without it; {@code OK} where it need not
 */
public record Finding(
    String name, String needed, String found, Verdict verdict, String remedy, ExitCode code) {

  /** Whether what was found will do. */
  public enum Verdict {
    OK,
    /** It can work, and there is something to know. */
    NOTE,
    /** It cannot work. */
    MISSING;

    /** As the table and the JSON line say it. */
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

  public boolean isMissing() {
    return verdict == Verdict.MISSING;
  }

  /** In one sentence. */
  public String sentence() {
    return "%s: needed is %s, found was %s; %s".formatted(name, needed, found, remedy);
  }

  /** For the JSON line. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("needed", needed);
    fields.put("found", found);
    fields.put("verdict", verdict.word());
    fields.put("remedy", remedy);
    return fields;
  }
}
