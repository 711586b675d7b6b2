package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.RoundSeconds;
import io.sparkdcgan.round.Workers;
import java.util.ArrayList;
import java.util.List;

/** Rounds as a run has them, one after the other, each from where the one before ended. */
final class SparkRound implements Contender {
  static final String NAME = "round";

  private final RunConfig config;
  private final EpochOrder order;
  private final Workers workers;
  private final List<RoundSeconds> seconds = new ArrayList<>();
  private GanState state;

  /**
   * @param workers stay the caller's to close
   */
  SparkRound(RunConfig config, EpochOrder order, Workers workers, GanState start) {
    this.config = config;
    this.order = order;
    this.workers = workers;
    this.state = start;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long images() {
    return (long) config.averaging().localSteps().most() * config.training().batchSize();
  }

  @Override
  public double turn() {
    RoundPlan plan = RoundPlan.next(state.progress(), order, config.training(), config.averaging());
    long begin = System.nanoTime();
    RoundOutcome outcome = workers.train(state, plan);
    double taken = (System.nanoTime() - begin) * 1e-9;
    if (outcome instanceof RoundOutcome.Averaged averaged) {
      state = averaged.state();
      seconds.add(averaged.seconds());
      return taken;
    }
    throw new Lost("it diverged: " + ((RoundOutcome.Diverged) outcome).sentence());
  }

  /** Where the time of the last {@code count} rounds went. */
  List<RoundSeconds> lastSeconds(int count) {
    return seconds.subList(seconds.size() - count, seconds.size());
  }

  @Override
  public void close() {
    // what it works with is the caller's
  }
}
