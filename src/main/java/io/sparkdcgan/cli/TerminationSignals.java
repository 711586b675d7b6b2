package io.sparkdcgan.cli;

import io.sparkdcgan.failure.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * SIGTERM, SIGINT and SIGHUP, caught before they become the JVM's shutdown. In a shutdown, Spark's
 * hooks would stop the context and Hadoop's close the file systems while the command goes on, its
 * failures would say anything but the reason, and the exit code would be 143 or 130. A signal that
 * the process was started to ignore, as by {@code nohup}, stays ignored.
 */
final class TerminationSignals {
  private static final List<String> SIGNALS =
      List.of(IrqHandler.SIGTERM, IrqHandler.CONTROL_C, "HUP");

  /** A terminal's Ctrl-C reaches a process twice if its parent hands it on. */
  private static final Duration ONE_AND_THE_SAME = Duration.ofSeconds(1);

  /** Who is told of signals. */
  interface Receiver {
    /**
     * The process is to end.
     *
     * @param why what the end will say: {@code asked to stop (SIGTERM)}
     * @param again whether it was told before, and did not end
     */
    void told(String why, boolean again);
  }

  private volatile Receiver receiver;
  private long first;

  private TerminationSignals(String command) {
    this.receiver = (why, again) -> end(command, why);
  }

  /**
   * Catches them from now on; who is asked to end before there is a command does so at once.
   *
   * @param words of the command line
   */
  static TerminationSignals caught(List<String> words) {
    // It is not parsed yet, and its line goes out as it is.
    String command = words.stream().filter(word -> word.matches("[a-z]+")).findFirst().orElse("");
    TerminationSignals signals = new TerminationSignals(command);
    for (String signal : SIGNALS) {
      try {
        new IrqHandler(signal, interrupted -> signals.told("SIG" + signal)).bind();
      } catch (IllegalArgumentException e) {
        System.err.printf("SIG%s ends this process without a result: %s%n", signal, e.getMessage());
      }
    }
    return signals;
  }

  /** Tells this one from now on. */
  void tell(Receiver told) {
    receiver = told;
  }

  private void told(String signal) {
    boolean again = isAgain();
    receiver.told("asked to stop (%s)".formatted(signal), again);
  }

  private synchronized boolean isAgain() {
    long now = System.nanoTime();
    if (first == 0) {
      first = now;
    }
    return now - first > ONE_AND_THE_SAME.toNanos();
  }

  /** With as few classes as can be: those of a command may be loading just now. */
  private static void end(String command, String reason) {
    ExitCode code = ExitCode.PREEMPTED;
    String why = reason + ": start it again";
    String line =
        "{\"command\":\""
            + command
            + "\",\"status\":\""
            + code.status()
            + "\",\"exitCode\":"
            + code.number()
            + ",\"seconds\":0.0,\"error\":\""
            + why
            + "\"}\n";
    System.err.println(why);
    try (FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
      output.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      System.err.println(e.getMessage());
    } finally {
      Runtime.getRuntime().halt(code.number());
    }
  }
}
