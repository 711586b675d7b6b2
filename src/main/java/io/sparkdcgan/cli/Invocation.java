package io.sparkdcgan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Redaction;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.PlatformNeeds;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * One command line from its arguments to its exit code; a command may have commands of its own.
 * However it ends, one JSON object is the last line of the result output, and a failure is one
 * sentence on the error output, cleaned of secrets like everything else that a failure prints.
 */
final class Invocation {
  /** How long an end that comes from outside waits for whoever else is to know of it. */
  private static final Duration LEAVING = Duration.ofSeconds(3);

  private final Dcgan dcgan;
  private final CommandLine commandLine;
  private final PrintStream resultOutput;
  private final PrintStream errorOutput;
  private final long start = System.nanoTime();
  private Consumer<String> alsoTold = line -> {};
  private volatile String command = "";
  private CommandStop stop;
  private boolean finished;
  private int exitCode;
  private String line = "";

  private Invocation(
      Dcgan dcgan, CommandLine commandLine, PrintStream resultOutput, PrintStream errorOutput) {
    this.dcgan = dcgan;
    this.commandLine = commandLine;
    this.resultOutput = resultOutput;
    this.errorOutput = errorOutput;
  }

  static Invocation of(Dcgan dcgan, PrintStream resultOutput, PrintStream errorOutput) {
    return of(dcgan, Dcgan.commandLine(dcgan), resultOutput, errorOutput);
  }

  /** With commands besides those that {@link Dcgan} lists. */
  static Invocation of(
      Dcgan dcgan, CommandLine commandLine, PrintStream resultOutput, PrintStream errorOutput) {
    // An argument that starts with @ is an argument, and no file to read arguments from.
    commandLine.setExpandAtFiles(false);
    return new Invocation(dcgan, commandLine, resultOutput, errorOutput);
  }

  /** Has somebody told the JSON line as well, once the command has ended by itself. */
  void alsoTell(Consumer<String> listener) {
    alsoTold = listener;
  }

  /** Ends the command when the process is told to end. */
  void heed(TerminationSignals signals, SparkLog log) {
    stop = new CommandStop(this, log);
    dcgan.termination = stop;
    signals.tell(stop);
  }

  /**
   * Has the JSON line printed where others end the process, as Spark does when it has no place for
   * its files or an executor of this process got lost.
   */
  void tellOfForeignEnd() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    abandonUnfinished(
                        ExitCode.UNAVAILABLE,
                        "Spark ended this process: see what it said above, and start it again"),
                "foreign-end"));
  }

  /** Runs the command and returns the process's exit code. */
  int run(String... args) {
    // As late as this: what spark-submit read from files is there by now.
    Redaction redaction = Redaction.ofProcess();
    int exitCode;
    try {
      ParseResult parsed = parse(args);
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
        command = (command + " " + parsed.commandSpec().name()).strip();
      }
      exitCode = finish(ExitCode.OK, execute(parsed));
    } catch (Throwable thrown) {
      exitCode = fail(verdict(thrown), thrown, redaction);
    }
    if (stop != null) {
      stop.ended();
    }
    // Not under the lock: storage may be what it waits for.
    alsoTold.accept(line);
    return exitCode;
  }

  /** Whatever fails once a command was asked to stop, fails of that. */
  private Verdict verdict(Throwable thrown) {
    String why = stop == null ? "" : stop.why();
    return why.isEmpty()
        ? Verdict.of(thrown)
        : new Verdict(ExitCode.PREEMPTED, why + ": start it again");
  }

  private synchronized int fail(Verdict verdict, Throwable thrown, Redaction redaction) {
    String sentence = redaction.clean(verdict.sentence());
    report(sentence, thrown, redaction);
    return finish(verdict.code(), ResultLine.Failed.of(sentence, thrown));
  }

  /** Whether the JSON line is printed. */
  synchronized boolean isFinished() {
    return finished;
  }

  /** Ends the process at once, unless the command has ended and the process does so by itself. */
  synchronized void abandonUnfinished(ExitCode code, String why) {
    if (!finished) {
      abandon(code, why);
    }
  }

  /** Ends the process though its command has not ended: it was told to, and this is the time. */
  void abandon(String why) {
    abandon(ExitCode.PREEMPTED, why);
  }

  /**
   * Ends the process, with this code unless the command has one already. Halted under the lock:
   * what the command would print now, nobody should see.
   */
  private synchronized void abandon(ExitCode code, String why) {
    if (!finished) {
      errorOutput.println(why);
      finish(code, new ResultLine.Failed(why, Map.of()));
      leave();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  /** What others are to know of the end, as far as they can be told in a moment. */
  private void leave() {
    Thread leaving =
        new Thread(
            () -> {
              alsoTold.accept(line);
              JobContext.active().ifPresent(JavaSparkContext::close);
            },
            "leaving");
    leaving.setDaemon(true);
    leaving.start();
    try {
      leaving.join(LEAVING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ParseResult parse(String... args) {
    try {
      return commandLine.parseArgs(args);
    } catch (ParameterException e) {
      String name = e.getCommandLine().getCommandSpec().qualifiedName();
      throw new Failure(
          ExitCode.USAGE, "%s; see %s --help".formatted(firstLine(e.getMessage()), name), e);
    }
  }

  private Object execute(ParseResult parsed) throws Exception {
    CommandLine chosen = parsed.commandSpec().commandLine();
    if (chosen.isUsageHelpRequested()) {
      chosen.usage(resultOutput);
      return Map.of();
    }
    if (chosen.isVersionHelpRequested()) {
      chosen.printVersionHelp(resultOutput);
      return Map.of();
    }
    if (parsed.commandSpec().userObject() instanceof JobCommand job) {
      PlatformNeeds.require();
      return job.run();
    }
    throw new Failure(
        ExitCode.USAGE,
        "a command is missing after %s: one of %s"
            .formatted(
                parsed.commandSpec().qualifiedName(),
                String.join(", ", chosen.getSubcommands().keySet())));
  }

  private void report(String sentence, Throwable thrown, Redaction redaction) {
    errorOutput.println(sentence);
    if (dcgan.debug) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      errorOutput.print(redaction.clean(trace.toString()));
    }
    errorOutput.flush();
  }

  private synchronized int finish(ExitCode code, Object result) {
    double seconds = (System.nanoTime() - start) / 1e9;
    try {
      line = ResultLine.of(command, code, seconds, result);
      finished = true;
      exitCode = code.number();
      resultOutput.println(line);
      resultOutput.flush();
      return exitCode;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String sentence = "the result is no JSON: " + e.getMessage();
      return finish(ExitCode.BUG, new ResultLine.Failed(sentence, Map.of()));
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
