package io.sparkdcgan.cli;

import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.run.CompletedRound;
import io.sparkdcgan.run.RunWatcher;
import io.sparkdcgan.step.StepLosses;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how training gets on: one line that is written over on a terminal, a log line for each
 * round elsewhere. The launcher says which, since a JVM cannot ask for standard error alone.
 */
final class ProgressLine implements RunWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLine.class);

  /** How much the newest round counts in the pace. */
  private static final double NEWEST = 0.3;

  private final PrintStream terminal;
  private final boolean overwrite;
  private long rounds;
  private double roundSeconds = Double.NaN;

  ProgressLine(PrintStream terminal) {
    this(terminal, "1".equals(System.getenv("DCGAN_TERMINAL")));
  }

  ProgressLine(PrintStream terminal, boolean overwrite) {
    this.terminal = terminal;
    this.overwrite = overwrite;
  }

  @Override
  public void passesOver(String sentence) {
    LOG.warn("passed over {}", sentence);
  }

  @Override
  public void begins(long round, long rounds) {
    this.rounds = rounds;
    LOG.info(
        round == 0 ? "training {} rounds" : "going on after round {} of {}",
        round == 0 ? new Object[] {rounds} : new Object[] {round, rounds});
  }

  @Override
  public void repeats(long round, RoundOutcome.Diverged diverged) {
    LOG.warn(
        "round {} diverged and is taken once more with other pictures: {}",
        round,
        CompletedRound.sentence(diverged));
  }

  @Override
  public void fails(long round, String reason) {
    LOG.warn("round {} could not be computed and is taken once more: {}", round, reason);
  }

  @Override
  public void completed(CompletedRound completed) {
    RoundOutcome.Averaged averaged = completed.averaged();
    long round = averaged.state().progress().round();
    double seconds = averaged.seconds().total();
    roundSeconds =
        Double.isNaN(roundSeconds) ? seconds : roundSeconds + NEWEST * (seconds - roundSeconds);
    if (!averaged.leftOut().isEmpty()) {
      LOG.warn("round {} goes without {}", round, CompletedRound.leftOut(averaged));
    }
    String line = line(round, averaged);
    if (!overwrite) {
      LOG.info(line);
      return;
    }
    // Back to the start of the line, the new one, and clear what the old one had more.
    terminal.print("\r" + line + "\u001b[K" + (round == rounds ? "\n" : ""));
    terminal.flush();
  }

  private String line(long round, RoundOutcome.Averaged averaged) {
    StepLosses losses = averaged.losses();
    return String.format(
        Locale.ROOT,
        "round %d/%d  %.0f images/s  loss D %s G %s  D(x) %s D(G(z)) %s  %s left",
        round,
        rounds,
        averaged.images() / averaged.seconds().total(),
        number(losses.discriminator()),
        number(losses.generator()),
        number(losses.judgedReal()),
        number(losses.judgedDrawn()),
        left(rounds - round));
  }

  /** A network that no step trained has no loss. */
  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private String left(long more) {
    Duration time = Duration.ofSeconds(Math.round(more * roundSeconds));
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutesPart(), time.toSecondsPart());
  }
}
