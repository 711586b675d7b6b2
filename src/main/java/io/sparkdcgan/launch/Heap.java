package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The driver's heap, as the user gives it: a size that Java takes, and enough for Spark. */
final class Heap {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([kmgtKMGT]?)[bB]?");
  private static final String UNITS = "kmgt";
  private static final int UNIT_BITS = 10;
  private static final int MB_BITS = 20;

  /** Spark starts no context in less; where Java keeps some of it for itself, the job says so. */
  private static final long FOR_SPARK_MB = 450;

  private static final long FOR_SUBMIT_MB = 64;

  private Heap() {}

  /**
   * Refuses one that cannot be.
   *
   * @param given as {@code --driver-memory} or {@code spark.driver.memory} has it; empty if nobody
   *     says
   * @param opensContext whether the command starts a Spark context
   */
  static void check(String given, boolean opensContext) {
    String size = given.strip();
    if (size.isEmpty()) {
      return;
    }
    Matcher parsed = SIZE.matcher(size);
    long least = opensContext ? FOR_SPARK_MB : FOR_SUBMIT_MB;
    if (!parsed.matches()) {
      throw refusal("is " + size, "give it as 4g or 4096m");
    }
    String unit = parsed.group(2).toLowerCase(Locale.ROOT);
    // Without a unit Java takes it for bytes.
    int bits = unit.isEmpty() ? 0 : UNIT_BITS * (1 + UNITS.indexOf(unit));
    double megabytes = Long.parseLong(parsed.group(1)) * Math.pow(2, bits - MB_BITS);
    if (megabytes < least) {
      throw refusal(
          String.format(Locale.ROOT, "is %s, and %d MiB are the least", size, least),
          "give it more, as in --driver-memory 2g");
    }
  }

  /** Spark wants the size by an option of its own. */
  static void checkOptions(String java) {
    if (java.contains("-Xmx")) {
      throw refusal("is given by -Xmx among the options for Java", "give it by --driver-memory");
    }
  }

  private static Failure refusal(String what, String remedy) {
    return new Failure(
        ExitCode.CONFIGURATION,
        "the driver's memory (--driver-memory, spark.driver.memory) " + what + ": " + remedy);
  }
}
