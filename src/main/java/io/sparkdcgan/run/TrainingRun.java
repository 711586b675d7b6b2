package io.sparkdcgan.run;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundOutcome.Diverged;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.GuardVerdict.Alarm;
import java.util.Optional;

/**
 * A run from where it stands to its last round. Every round is a pure function of the state before
 * it, so a run that was cut off goes on from its last snapshot as if nothing had happened.
 */
public final class TrainingRun {
  private final RunConfig config;
  private final EpochOrder order;
  private final RoundRetry takes;
  private final StopRequest stop;
  private final RunKeeper keeper;
  private final RunWatcher watcher;
  private final Evaluation evaluation;

  /**
   * Prepares a run.
   *
   * @param order of the images
   * @param workers who compute the rounds; stays the caller's to close
   * @param keeper of the run's folder
   * @param watcher is told of every round
   * @param stop ends it before the last round
   * @param evaluation scores states, if the run is evaluated
   */
  public TrainingRun(
      RunConfig config,
      EpochOrder order,
      Workers workers,
      RunKeeper keeper,
      RunWatcher watcher,
      StopRequest stop,
      Evaluation evaluation) {
    this.config = config;
    this.order = order;
    this.takes =
        new RoundRetry(
            workers,
            config.durability(),
            stop,
            (round, reason) -> {
              keeper.failed(reason);
              watcher.fails(round, reason);
            });
    this.stop = stop;
    this.keeper = keeper;
    this.watcher = watcher;
    this.evaluation = evaluation;
  }

  /**
   * Trains until the last round.
   *
   * @return where the run is then
   * @throws Failure {@code DIVERGED} if the run went wrong and there is no going back; {@code
   *     ROUNDS_FAILED} if one could not be computed, {@code PREEMPTED} if asked to stop: the run's
   *     newest state is saved then
   */
  public TrainingResult train() {
    stop.check();
    GanState state = keeper.resume(watcher);
    if (keeper.isComplete(state)) {
      return keeper.alreadyComplete(state);
    }
    try (SnapshotUpload upload = new SnapshotUpload()) {
      keeper.begin(state, upload);
      watcher.begins(state.progress().round(), config.training().rounds());
      return train(state);
    }
  }

  private TrainingResult train(GanState begin) {
    GanState state = begin;
    scoreWhatWasNot(state);
    // A run that was cut off right after an alarm.
    heedGuard(state);
    while (state.progress().round() < config.training().rounds()) {
      CompletedRound round = roundOrSave(state);
      state = round.averaged().state();
      keep(evaluatedOrSave(round));
      heedGuard(state);
    }
    return keeper.complete(state);
  }

  private void keep(CompletedRound round) {
    keeper.keep(round);
    watcher.completed(round);
  }

  /** The next round; if there is none to be had, what was reached is saved before the end. */
  private CompletedRound roundOrSave(GanState state) {
    try {
      stop.check();
      return round(state);
    } catch (Failure e) {
      throw secured(state, e);
    }
  }

  private Failure secured(GanState state, Failure e) {
    return isCutOff(e) ? keeper.secure(state, e) : e;
  }

  private static boolean isCutOff(Failure e) {
    return e.code() == ExitCode.PREEMPTED || e.code() == ExitCode.ROUNDS_FAILED;
  }

  /** If there are no scores to be had, the round is kept without; the next start has them made. */
  private CompletedRound evaluatedOrSave(CompletedRound round) {
    GanState state = round.averaged().state();
    if (!keeper.isEvaluationDue(state)) {
      return round;
    }
    try {
      return round.evaluated(scores(state));
    } catch (Failure e) {
      if (isCutOff(e)) {
        keep(round);
      }
      throw secured(state, e);
    }
  }

  private void scoreWhatWasNot(GanState state) {
    if (!keeper.lacksScores(state)) {
      return;
    }
    try {
      keeper.scored(state, scores(state));
    } catch (Failure e) {
      throw secured(state, e);
    }
  }

  private Scores scores(GanState state) {
    watcher.evaluates(state.progress().round());
    return takes.evaluate(state, evaluation);
  }

  private void heedGuard(GanState state) {
    Optional<Alarm> alarm = keeper.alarm();
    if (alarm.isPresent()) {
      String reason = alarm.get().reason();
      throw wentWrong(
          state,
          reason,
          new Failure(
              ExitCode.DIVERGED,
              "after round %d, again: %s; the best snapshot stands, lower training.learning-rate or averaging.local-steps"
                  .formatted(state.progress().round(), reason)));
    }
  }

  private RuntimeException wentWrong(GanState state, String reason, Failure otherwise) {
    RuntimeException end = keeper.wentWrong(state, reason, otherwise);
    if (end instanceof RolledBackException back) {
      watcher.goesBack(back.getMessage());
    }
    return end;
  }

  /**
   * A round that diverges is taken once more from where it began, with the images after its own.
   */
  private CompletedRound round(GanState state) {
    RoundPlan plan = plan(state.progress());
    RoundOutcome outcome = takes.take(state, plan);
    if (outcome instanceof Averaged averaged) {
      return CompletedRound.of(state.discriminator(), averaged, Optional.empty());
    }
    Diverged first = (Diverged) outcome;
    watcher.repeats(state.progress().round() + 1, first);
    RoundOutcome second = takes.take(state, plan(plan.skipped()));
    if (second instanceof Averaged averaged) {
      return CompletedRound.of(state.discriminator(), averaged, Optional.of(first));
    }
    Failure twice = diverged(state.progress().round() + 1, (Diverged) second);
    throw wentWrong(state, CompletedRound.sentence((Diverged) second), twice);
  }

  private RoundPlan plan(Progress before) {
    return RoundPlan.next(before, order, config.training(), config.averaging());
  }

  private static Failure diverged(long round, Diverged outcome) {
    return new Failure(
        ExitCode.DIVERGED,
        "round %d diverged twice, with other images too: %s; the snapshots before it stand, lower training.learning-rate or averaging.local-steps"
            .formatted(round, CompletedRound.sentence(outcome)));
  }
}
