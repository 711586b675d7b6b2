package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import io.sparkdcgan.round.RoundAccount.RoundBytes;
import io.sparkdcgan.round.RoundSeconds.DriverSeconds;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes rounds in this process, one worker after the other: what Spark's form must agree with to
 * the bit.
 */
public final class LocalWorkers implements Workers {
  private final LocalTraining training;
  private final Averaging averaging;
  private final ShardAccess shards;
  private final WorkerMemoryPool memories = new WorkerMemoryPool();
  private volatile String cancelled;

  public LocalWorkers(LocalTraining training, Averaging averaging, ShardAccess shards) {
    this.training = training;
    this.averaging = averaging;
    this.shards = shards;
  }

  @Override
  public RoundOutcome train(GanState start, RoundPlan plan) {
    long begin = System.nanoTime();
    cancelled = null;
    List<List<StateSlice>> bySlice = new ArrayList<>();
    for (int index = 0; index < averaging.slices().size(); index++) {
      bySlice.add(new ArrayList<>());
    }
    for (WorkerTask task : plan.tasks()) {
      if (cancelled != null) {
        throw new RoundFailedException(cancelled, null);
      }
      WorkerResult result = training.train(start, task, shards, memories);
      averaging.cut(start, result).forEach(slice -> bySlice.get(slice.index()).add(slice));
    }
    Laps laps = new Laps();
    StateAssembly assembly = averaging.assembly();
    averaging.averages(bySlice, () -> start).forEach(assembly::place);
    double shuffleSeconds = laps.seconds();
    return averaging.outcome(
        start,
        plan,
        assembly,
        reports -> {
          double updateSeconds = laps.seconds();
          double total = (System.nanoTime() - begin) * 1e-9;
          // Nothing travels within a process.
          return RoundAccount.of(
              RoundSeconds.of(
                  new DriverSeconds(total, 0, shuffleSeconds, 0, updateSeconds), reports),
              new RoundBytes(0, 0, 0, 0, 0),
              reports);
        });
  }

  /** Takes effect when the worker who is at it is done. */
  @Override
  public void cancel(String reason) {
    cancelled = reason;
  }

  @Override
  public void close() {
    memories.close();
  }
}
