package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import java.io.Serializable;

/**
 * What one worker makes of a state: a pure function of state, task and images, so that it may run
 * twice, anywhere. Crosses Spark.
 */
public interface LocalTraining extends Serializable {
  /**
   * Takes the task's steps.
   *
   * @param start where the networks begin; left as it is
   * @param benches lend the native memory for it
   */
  WorkerResult train(GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool benches);
}
