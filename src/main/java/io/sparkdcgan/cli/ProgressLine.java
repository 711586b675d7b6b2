package io.sparkdcgan.cli;

import io.sparkdcgan.api.TrainingListener;
import io.sparkdcgan.api.TrainingListener.RoundProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how training gets on: one line that is written over on a terminal, a log line for each
 * round elsewhere. The launcher says which, since a JVM cannot ask for standard error alone.
 */
final class ProgressLine implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLine.class);

  /** How much the newest round counts in the pace. */
  private static final double NEWEST = 0.3;

  private final PrintStream terminal;
  private final boolean overwrite;
  private double roundSeconds = Double.NaN;

  ProgressLine(PrintStream terminal) {
    this(terminal, isTerminal());
  }

  ProgressLine(PrintStream terminal, boolean overwrite) {
    this.terminal = terminal;
    this.overwrite = overwrite;
  }

  /** Whether standard error is a terminal, as the launcher says. */
  static boolean isTerminal() {
    return "1".equals(System.getenv("DCGAN_TERMINAL"));
  }

  @Override
  public void begins(long round, long rounds) {
    LOG.info(
        round == 0 ? "training {} rounds" : "going on after round {} of {}",
        round == 0 ? new Object[] {rounds} : new Object[] {round, rounds});
  }

  @Override
  public void evaluates(long round) {
    if (!overwrite) {
      LOG.info("evaluating the state after round {}", round);
    }
  }

  @Override
  public void completed(RoundProgress round) {
    roundSeconds =
        Double.isNaN(roundSeconds)
            ? round.seconds()
            : roundSeconds + NEWEST * (round.seconds() - roundSeconds);
    String line = line(round);
    if (!overwrite) {
      LOG.info(line);
      return;
    }
    // Back to the start of the line, the new one, and clear what the old one had more.
    terminal.print("\r" + line + "\u001b[K" + (round.round() == round.rounds() ? "\n" : ""));
    terminal.flush();
  }

  private String line(RoundProgress round) {
    return String.format(
        Locale.ROOT,
        "round %d/%d  %.0f images/s  loss D %s G %s  D(x) %s D(G(z)) %s  %s left",
        round.round(),
        round.rounds(),
        round.imagesPerSecond(),
        number(round.discriminatorLoss()),
        number(round.generatorLoss()),
        number(round.judgedReal()),
        number(round.judgedDrawn()),
        left(round.rounds() - round.round()));
  }

  /** A network that no step trained has no loss. */
  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private String left(long more) {
    return clock(Duration.ofSeconds(Math.round(more * roundSeconds)));
  }

  /** Minutes and seconds, after the hours if there are any. */
  static String clock(Duration time) {
    return time.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", time.toMinutesPart(), time.toSecondsPart());
  }
}
