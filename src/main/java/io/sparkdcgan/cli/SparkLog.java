package io.sparkdcgan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Spark says of failures before we do. A task that fails by something foreseen is told of by
 * the one sentence at the command's end; Spark would print its trace twice before that, and of a
 * context that cannot be opened once. With {@code --debug} all of it shows.
 */
final class SparkLog extends AbstractFilter {
  private static final Logger LOG = LoggerFactory.getLogger(SparkLog.class);
  private static final String SPARK = "org.apache.spark.";
  private static final String CONTEXT = "org.apache.spark.SparkContext";

  /** Of connections that broke: who lost an executor wants to see them. */
  private static final String NETWORK = "org.apache.spark.network.";

  private static final String TRACE = "\n\tat ";

  /** Said after a task's failure was told, and says nothing more. */
  private static final Pattern ABORTING =
      Pattern.compile("Task \\d+ in stage [\\d.]+ failed \\d+ times; aborting job");

  private final BooleanSupplier debug;
  private volatile boolean watching;
  private volatile boolean stopping;
  private volatile boolean silent;

  /**
   * @param debug whether all of it is wanted
   */
  SparkLog(BooleanSupplier debug) {
    this.debug = debug;
  }

  /**
   * Looks at everything that is logged from now on.
   *
   * @param debug whether all of it is wanted
   */
  static SparkLog watched(BooleanSupplier debug) {
    SparkLog log = new SparkLog(debug);
    log.watching = true;
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      context.getConfiguration().getLoggers().values().forEach(logger -> logger.addFilter(log));
    }
    return log;
  }

  /** The training is asked to stop: what fails in Spark now fails of that, and says no traces. */
  void stopping() {
    stopping = true;
  }

  /**
   * From now on nothing is said: the command ends, and what fails now fails of that. Threads that
   * Spark interrupts or Scala has no room for print their traces past every log.
   */
  void silence() {
    silent = true;
    if (watching && !debug.getAsBoolean()) {
      System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    }
  }

  @Override
  public Result filter(LogEvent event) {
    if (debug.getAsBoolean()) {
      return Result.NEUTRAL;
    }
    return silent || isTold(event) ? Result.DENY : Result.NEUTRAL;
  }

  private boolean isTold(LogEvent event) {
    String logger = event.getLoggerName();
    if (!logger.startsWith(SPARK) || logger.startsWith(NETWORK)) {
      return false;
    }
    Throwable thrown = event.getThrown();
    String message = event.getMessage().getFormattedMessage();
    if (message.contains(TRACE)) {
      // A task that ends since another failed quotes that one's trace.
      if (!message.contains(Failure.class.getName()) && !message.contains("TaskKilled")) {
        LOG.warn(message.lines().findFirst().orElse(message));
      }
      return true;
    }
    return thrown != null
        ? stopping || logger.equals(CONTEXT) || Verdict.of(thrown).code() != ExitCode.BUG
        : ABORTING.matcher(message).find();
  }
}
