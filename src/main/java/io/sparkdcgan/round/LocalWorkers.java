package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes rounds in this process, one worker after the other: what Spark's form must agree with to
 * the bit.
 */
public final class LocalWorkers implements Workers {
  private final WorkerTraining training;
  private final Averaging averaging;
  private final ShardAccess shards;
  private final Workbenches benches = new Workbenches();

  public LocalWorkers(WorkerTraining training, Averaging averaging, ShardAccess shards) {
    this.training = training;
    this.averaging = averaging;
    this.shards = shards;
  }

  @Override
  public RoundOutcome train(GanState start, RoundPlan plan) {
    long begin = System.nanoTime();
    List<WorkerResult> results = new ArrayList<>();
    for (WorkerTask task : plan.tasks()) {
      results.add(training.train(start, task, shards, benches));
    }
    SlicePlan slices = averaging.slices();
    List<AveragedSlice> averaged =
        IntStream.range(0, slices.size())
            .mapToObj(
                index ->
                    slices.average(
                        results.stream().map(result -> slices.cut(result, index)).toList()))
            .toList();
    return averaging.outcome(plan, averaged, (System.nanoTime() - begin) * 1e-9, 0);
  }

  @Override
  public void close() {
    benches.close();
  }
}
