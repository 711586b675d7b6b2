package io.sparkdcgan.cli;

import io.sparkdcgan.api.WorkListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how a command that does not train gets on: one line that is written over on a terminal, a
 * log line for each part elsewhere, and every half minute of a long one. See {@link ProgressLine}.
 */
final class WorkLine implements WorkListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkLine.class);
  private static final long NANOS = 1_000_000_000L;

  /** Between two lines of one part in a log. */
  private static final long LOG_SECONDS = 30;

  /** Of less work than that nobody knows how long all takes. */
  private static final double LEAST = 0.01;

  private final PrintStream terminal;
  private final boolean overwrite;
  private final LongSupplier nanos;
  private final long begun;
  private String part = "";
  private long logged;
  private boolean shown;

  /** On the terminal, if there is one, from now on. */
  static WorkLine onStandardError() {
    return new WorkLine(System.err, ProgressLine.isTerminal(), System::nanoTime);
  }

  /**
   * @param nanos what the time is, in nanoseconds from some moment on
   */
  WorkLine(PrintStream terminal, boolean overwrite, LongSupplier nanos) {
    this.terminal = terminal;
    this.overwrite = overwrite;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  @Override
  public synchronized void at(String what, double share) {
    long now = nanos.getAsLong();
    String line = line(what, share, (double) (now - begun) / NANOS);
    if (overwrite) {
      // Back to the start of the line, the new one, and clear what the old one had more.
      terminal.print("\r" + line + "\u001b[K");
      terminal.flush();
      shown = true;
    } else if (!what.equals(part) || now - logged >= LOG_SECONDS * NANOS) {
      LOG.info(line);
      logged = now;
    }
    part = what;
  }

  private static String line(String what, double share, double seconds) {
    String done = String.format(Locale.ROOT, "%.0f %%  %s", 100 * share, what);
    return share < LEAST
        ? done
        : "%s  %s left"
            .formatted(
                done,
                ProgressLine.clock(
                    Duration.ofMillis(Math.round(1000 * seconds * (1 - share) / share))));
  }

  /** What is printed next begins a line of its own. */
  @Override
  public synchronized void close() {
    if (shown) {
      terminal.println();
      terminal.flush();
    }
  }
}
