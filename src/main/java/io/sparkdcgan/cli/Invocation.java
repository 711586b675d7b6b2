package io.sparkdcgan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Redaction;
import io.sparkdcgan.failure.Verdict;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * One command line from its arguments to its exit code; a command may have commands of its own.
 * However it ends, one JSON object is the last line of the result output, and a failure is one
 * sentence on the error output, cleaned of secrets like everything else that a failure prints.
 */
final class Invocation {
  private final Dcgan dcgan;
  private final CommandLine commandLine;
  private final PrintStream resultOutput;
  private final PrintStream errorOutput;
  private final long start = System.nanoTime();
  private Consumer<String> alsoTold = line -> {};
  private volatile String command = "";
  private boolean finished;
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

  /** Runs the command and returns the process's exit code. */
  int run(String... args) {
    ExitCode code = ExitCode.OK;
    Object result;
    // As late as this: what spark-submit read from files is there by now.
    Redaction redaction = Redaction.ofProcess();
    try {
      ParseResult parsed = parse(args);
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
        command = (command + " " + parsed.commandSpec().name()).strip();
      }
      result = execute(parsed);
    } catch (Throwable thrown) {
      Verdict verdict = Verdict.of(thrown);
      code = verdict.code();
      result = ResultLine.Failed.of(redaction.clean(verdict.sentence()), thrown);
      report(verdict, thrown, redaction);
    }
    int exitCode = finish(code, result);
    // Not under the lock, and not when it is abandoned: storage may be what it waited for.
    alsoTold.accept(line);
    return exitCode;
  }

  /** Ends the process though its command has not ended: a grace period is over. */
  void abandon() {
    // Halted under the lock: what the command would print now, nobody should see.
    synchronized (this) {
      if (!finished) {
        finish(
            ExitCode.PREEMPTED,
            failed(
                "asked to stop (SIGTERM), and the grace period was over before the state was saved; the newest snapshot stands, start it again to go on"));
      }
      Runtime.getRuntime().halt(ExitCode.PREEMPTED.number());
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
      return job.run();
    }
    throw new Failure(
        ExitCode.USAGE,
        "a command is missing after %s: one of %s"
            .formatted(
                parsed.commandSpec().qualifiedName(),
                String.join(", ", chosen.getSubcommands().keySet())));
  }

  private void report(Verdict verdict, Throwable thrown, Redaction redaction) {
    errorOutput.println(redaction.clean(verdict.sentence()));
    if (dcgan.debug) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      errorOutput.print(redaction.clean(trace.toString()));
    }
    errorOutput.flush();
  }

  private synchronized int finish(ExitCode code, Object result) {
    finished = true;
    double seconds = (System.nanoTime() - start) / 1e9;
    try {
      line = ResultLine.of(command, code, seconds, result);
      resultOutput.println(line);
      resultOutput.flush();
      return code.number();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return finish(ExitCode.BUG, failed("the result is no JSON: " + e.getMessage()));
    }
  }

  private static ResultLine.Failed failed(String sentence) {
    return new ResultLine.Failed(sentence, Map.of());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
