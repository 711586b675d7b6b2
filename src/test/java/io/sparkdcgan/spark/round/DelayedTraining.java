package io.sparkdcgan.spark.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import io.sparkdcgan.round.WorkerMemoryPool;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.TaskContext;

/**
 * Training on machines of unsteady speed: every task sleeps as long as no seed knows. In round 2
 * the first attempt of worker 1 may stall, so long that Spark starts a copy of it.
 *
 * @param training what is delayed
 * @param stallMillis of that attempt, 0 for no more than of others
 */
record DelayedTraining(LocalTraining training, int stallMillis) implements LocalTraining {
  private static final int MOST_MILLIS = 300;

  @Override
  public WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool benches) {
    boolean stalls =
        task.worker() == 1
            && start.progress().round() == 1
            && TaskContext.get().attemptNumber() == 0;
    sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS) + (stalls ? stallMillis : 0));
    return training.train(start, task, shards, benches);
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("killed, since a copy was faster", e);
    }
  }
}
