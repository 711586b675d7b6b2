package io.sparkdcgan.run;

import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.round.RoundOutcome.Diverged;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.Guard.Alarm;
import io.sparkdcgan.run.GuardedRun.RolledBackException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run from where it stands to its last round. Every round is a pure function of the state before
 * it, so a run that was cut off goes on from its last snapshot as if nothing had happened.
 */
public final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private final RunConfig config;
  private final RunFolder folder;
  private final EpochOrder order;
  private final Workers workers;
  private final RunWatcher watcher;
  private final StopRequest stop;
  private final Evaluation evaluation;

  /**
   * Prepares a run.
   *
   * @param folder is known to be this run's, see {@link RunFolder#claim}
   * @param order of the images
   * @param workers who compute the rounds; stays the caller's to close
   * @param watcher is told of every round
   * @param stop ends it before the last round
   * @param evaluation scores states, if the run is evaluated
   */
  public TrainingRun(
      RunConfig config,
      RunFolder folder,
      EpochOrder order,
      Workers workers,
      RunWatcher watcher,
      StopRequest stop,
      Evaluation evaluation) {
    this.config = config;
    this.folder = folder;
    this.order = order;
    this.workers = workers;
    this.watcher = watcher;
    this.stop = stop;
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
    GanNetworks networks = GanNetworks.of(config.network());
    Checkpoints checkpoints = Checkpoints.find(config, networks, folder.store(), watcher);
    if (isComplete(checkpoints.begin())) {
      return alreadyComplete(checkpoints);
    }
    OpenRun run = OpenRun.of(config, folder, checkpoints);
    try (checkpoints) {
      run.gap().ifPresent(watcher::warns);
      watcher.begins(checkpoints.begin().progress().round(), config.training().rounds());
      return new Loop(run).train(checkpoints.begin());
    } catch (RolledBackException e) {
      // Its attempt has ended, whatever comes: the next life is an attempt of its own.
      throw e;
    } catch (Throwable thrown) {
      end(run, thrown);
      throw thrown;
    }
  }

  private boolean isComplete(GanState state) {
    return state.progress().round() >= config.training().rounds() && folder.success().isPresent();
  }

  private TrainingResult alreadyComplete(Checkpoints checkpoints) {
    LOG.info(
        "{} is already complete after {} rounds; raise training.rounds to train on",
        folder.store().uri(),
        checkpoints.begin().progress().round());
    return checkpoints.result(checkpoints.begin(), OptionalDouble.empty());
  }

  private static void end(OpenRun run, Throwable thrown) {
    try {
      run.end(Verdict.of(thrown));
    } catch (RuntimeException unsaid) {
      // What ended the run matters more than that it could not be taken down.
      thrown.addSuppressed(unsaid);
    }
  }

  /** Plan, train, keep, round after round. */
  private final class Loop {
    private final OpenRun run;
    private final RoundRetry retry;

    Loop(OpenRun run) {
      this.run = run;
      this.retry =
          new RoundRetry(
              workers,
              config.durability(),
              stop,
              (round, reason) -> {
                run.failed(reason);
                watcher.fails(round, reason);
              });
    }

    TrainingResult train(GanState begin) {
      GanState state = begin;
      if (state.progress().round() == 0) {
        run.showBeginning(state);
      }
      scoreWhatWasNot(state);
      // A run that was cut off right after an alarm.
      heedGuard(state);
      while (state.progress().round() < config.training().rounds()) {
        CompletedRound round = roundOrSave(state);
        state = round.averaged().state();
        keep(evaluatedOrSave(round));
        heedGuard(state);
      }
      return run.complete(state);
    }

    private void keep(CompletedRound round) {
      run.keep(round);
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
      return isCutOff(e) ? run.secure(state, e) : e;
    }

    private static boolean isCutOff(Failure e) {
      return e.code() == ExitCode.PREEMPTED || e.code() == ExitCode.ROUNDS_FAILED;
    }

    /** If there are no scores to be had, the round is kept without; the next start makes them. */
    private CompletedRound evaluatedOrSave(CompletedRound round) {
      GanState state = round.averaged().state();
      if (!run.isEvaluationDue(state)) {
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
      if (!run.lacksScores(state)) {
        return;
      }
      try {
        run.scored(scores(state));
      } catch (Failure e) {
        throw secured(state, e);
      }
    }

    private Scores scores(GanState state) {
      long round = state.progress().round();
      watcher.evaluates(round);
      return retry.evaluate(state, evaluation).atEnd(!config.evaluation().isScheduled(round));
    }

    private void heedGuard(GanState state) {
      Optional<Alarm> alarm = run.alarm();
      if (alarm.isPresent()) {
        String reason = alarm.get().reason();
        throw wentWrong(
            state,
            reason,
            new Failure(
                ExitCode.DIVERGED,
                "after round %s, again: %s; the best snapshot stands, lower training.learning-rate or averaging.local-steps"
                    .formatted(state.progress().round(), reason)));
      }
    }

    private RuntimeException wentWrong(GanState state, String reason, Failure otherwise) {
      RuntimeException end = run.wentWrong(state, reason, otherwise);
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
      RoundOutcome outcome = retry.take(state, plan);
      if (outcome instanceof Averaged averaged) {
        return CompletedRound.of(state.discriminator(), averaged, Optional.empty());
      }
      Diverged first = (Diverged) outcome;
      long round = state.progress().round() + 1;
      watcher.repeats(round, first);
      RoundOutcome second = retry.take(state, plan(plan.skipped()));
      if (second instanceof Averaged averaged) {
        return CompletedRound.of(state.discriminator(), averaged, Optional.of(first));
      }
      String reason = CompletedRound.sentence((Diverged) second);
      throw wentWrong(
          state,
          reason,
          new Failure(
              ExitCode.DIVERGED,
              "round %s diverged twice, with other images too: %s; the snapshots before it stand, lower training.learning-rate or averaging.local-steps"
                  .formatted(round, reason)));
    }

    private RoundPlan plan(Progress before) {
      return RoundPlan.next(before, order, config.training(), config.averaging());
    }
  }
}
