package io.sparkdcgan.api;

import io.sparkdcgan.api.TrainingListener.RoundProgress;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.run.CompletedRound;
import io.sparkdcgan.run.RunWatcher;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener of a run in words that stay, and logs what went wrong. */
final class ListenerWatch implements RunWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerWatch.class);

  private final TrainingListener listener;
  private long rounds;

  ListenerWatch(TrainingListener listener) {
    this.listener = listener;
  }

  @Override
  public void passesOver(String sentence) {
    warn("passed over " + sentence);
  }

  @Override
  public void warns(String sentence) {
    warn(sentence);
  }

  @Override
  public void begins(long round, long rounds) {
    this.rounds = rounds;
    tell(told -> told.begins(round, rounds));
  }

  @Override
  public void repeats(long round, RoundOutcome.Diverged diverged) {
    warn(
        "round %s diverged and is taken once more with other images: %s"
            .formatted(round, CompletedRound.sentence(diverged)));
  }

  @Override
  public void fails(long round, String reason) {
    warn("round %s could not be computed and is taken once more: %s".formatted(round, reason));
  }

  @Override
  public void goesBack(String sentence) {
    warn(sentence);
  }

  @Override
  public void evaluates(long round) {
    tell(told -> told.evaluates(round));
  }

  @Override
  public void completed(CompletedRound completed) {
    RoundOutcome.Averaged averaged = completed.averaged();
    long round = averaged.state().progress().round();
    if (!averaged.leftOut().isEmpty()) {
      warn("round %s goes without %s".formatted(round, CompletedRound.leftOut(averaged)));
    }
    StepLosses losses = averaged.losses();
    RoundProgress progress =
        new RoundProgress(
            round,
            rounds,
            averaged.images(),
            averaged.state().progress().imagesSeen(),
            averaged.seconds().total(),
            losses.discriminator(),
            losses.generator(),
            losses.judgedReal(),
            losses.judgedDrawn());
    tell(told -> told.completed(progress));
  }

  private void warn(String sentence) {
    LOG.warn(sentence);
    tell(told -> told.warns(sentence));
  }

  /** Hours of training are worth more than an eye on them. */
  private void tell(Consumer<TrainingListener> news) {
    try {
      news.accept(listener);
    } catch (RuntimeException e) {
      LOG.warn("the training's listener failed, and the training goes on", e);
    }
  }
}
