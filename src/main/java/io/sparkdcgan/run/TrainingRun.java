package io.sparkdcgan.run;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;

/**
 * A run from where it stands to its last round. Every round is a pure function of the state before
 * it, so a run that was cut off goes on from its last snapshot as if nothing had happened.
 */
public final class TrainingRun {
  private final RunConfig config;
  private final EpochOrder order;
  private final Workers workers;
  private final RunKeeper keeper;
  private final RunWatcher watcher;

  /**
   * Prepares a run.
   *
   * @param order of the pictures
   * @param workers who compute the rounds; stays the caller's to close
   * @param keeper of the run's folder
   * @param watcher is told of every round
   */
  public TrainingRun(
      RunConfig config, EpochOrder order, Workers workers, RunKeeper keeper, RunWatcher watcher) {
    this.config = config;
    this.order = order;
    this.workers = workers;
    this.keeper = keeper;
    this.watcher = watcher;
  }

  /**
   * Trains until the last round.
   *
   * @return where the run is then
   * @throws Failure {@code DIVERGED} if a round ends in numbers that are not finite
   */
  public TrainingResult train() {
    GanState state = keeper.resume();
    if (keeper.isComplete(state)) {
      return keeper.alreadyComplete(state);
    }
    keeper.begin(state);
    watcher.begins(state.progress().round(), config.training().rounds());
    while (state.progress().round() < config.training().rounds()) {
      RoundOutcome.Averaged averaged = round(state);
      state = averaged.state();
      keeper.keep(averaged);
      watcher.averaged(averaged);
    }
    return keeper.complete(state);
  }

  private RoundOutcome.Averaged round(GanState state) {
    RoundPlan plan = RoundPlan.next(state.progress(), order, config.training(), config.averaging());
    RoundOutcome outcome = workers.train(state, plan);
    if (outcome instanceof RoundOutcome.Averaged averaged) {
      return averaged;
    }
    String sentence = ((RoundOutcome.Diverged) outcome).sentence();
    throw new Failure(
        ExitCode.DIVERGED,
        "round %d diverged: %s; the snapshots before it stand, lower training.learning-rate or averaging.local-steps"
            .formatted(state.progress().round() + 1, sentence));
  }
}
