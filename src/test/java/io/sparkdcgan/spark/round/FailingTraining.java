package io.sparkdcgan.spark.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import io.sparkdcgan.round.WorkerMemoryPool;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * Training in which worker 1's first attempt fails when its steps are done.
 *
 * @param training what fails
 * @param after the rounds that were completed before those where it does
 */
record FailingTraining(LocalTraining training, List<Long> after) implements LocalTraining {
  @Override
  public WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool benches) {
    WorkerResult result = training.train(start, task, shards, benches);
    if (task.worker() == 1
        && after.contains(start.progress().round())
        && TaskContext.get().attemptNumber() == 0) {
      throw new IllegalStateException("a task fails for no reason");
    }
    return result;
  }
}
