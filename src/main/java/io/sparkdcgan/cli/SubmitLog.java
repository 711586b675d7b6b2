package io.sparkdcgan.cli;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What spark-submit says while a driver elsewhere starts, runs and ends: handed on line by line,
 * and the only witness of a driver that left no word of its own.
 */
final class SubmitLog {
  private static final Pattern DRIVER =
      Pattern.compile("\\b(application_\\d+_\\d+|driver-\\d+-\\d+)\\b");

  /** Spark's client, of a container that YARN would never grant. */
  private static final Pattern TOO_LARGE =
      Pattern.compile("Required .* is above the max threshold .*? of this cluster");

  /** YARN, of a container that took more than it had been granted. */
  private static final Pattern OUTGREW =
      Pattern.compile("beyond (?:the '\\w+'|physical|virtual) memory limit.*?(?:used|$)");

  /** Spark's client, when YARN was asked to kill it; the driver may be saving its state then. */
  private static final Pattern KILLED = Pattern.compile("Application \\S+ (?:is|was) killed");

  private static final Pattern EXCEPTION =
      Pattern.compile("^(?:Exception in thread \"main\"|Caused by:|Error:) *(.*)");

  private final PrintStream output;
  private volatile String driver = "";
  private boolean killed;
  private String reason = "";
  private Optional<Failure> known = Optional.empty();

  /**
   * @param output gets every line
   */
  SubmitLog(PrintStream output) {
    this.output = output;
  }

  /** Reads until spark-submit closes its output. */
  void follow(InputStream words) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(words, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.println(line);
        hear(line);
      }
    }
  }

  /** The application's or the driver's name, or the empty string if there is none yet. */
  String driver() {
    return driver;
  }

  /** Whether the driver was told to end, and its cluster waits for that no longer. */
  boolean killed() {
    return killed;
  }

  private void hear(String line) {
    killed |= KILLED.matcher(line).find();
    Matcher named = DRIVER.matcher(line);
    if (driver.isEmpty() && named.find()) {
      driver = named.group();
    }
    Matcher tooLarge = TOO_LARGE.matcher(line);
    Matcher outgrew = OUTGREW.matcher(line);
    Matcher exception = EXCEPTION.matcher(line);
    if (tooLarge.find()) {
      know(
          "YARN would never grant it: %s; lower the memory, or have yarn.scheduler.maximum-allocation-mb and yarn.nodemanager.resource.memory-mb raised"
              .formatted(tooLarge.group()));
    } else if (outgrew.find()) {
      know(
          "YARN ended the driver's container, which was %s; raise spark.driver.memoryOverhead"
              .formatted(outgrew.group().strip()));
    } else if (exception.find()) {
      reason = exception.group(1).strip();
    }
  }

  private void know(String sentence) {
    known = known.or(() -> Optional.of(new Failure(ExitCode.CONFIGURATION, sentence)));
  }

  /** What to say of a driver that left no word. */
  Failure silence(int exitCode) {
    String why = reason.isEmpty() ? "exit code " + exitCode : reason;
    return known.orElseGet(
        () ->
            new Failure(
                ExitCode.UNAVAILABLE,
                driver.isEmpty()
                    ? "spark-submit started no driver (%s): look at what it said above"
                        .formatted(why)
                    : "%s ended and left no result (%s): it was not started, or was killed; look at its logs, and start it again"
                        .formatted(driver, why)));
  }
}
