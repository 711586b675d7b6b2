package io.sparkdcgan.spark.round;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What some jobs moved and where their time went, by Spark's own task metrics.
 *
 * @param complete whether every job that was seen has ended and every task of theirs was heard of;
 *     if not, all sums are too low
 * @param jobs how many were seen
 * @param running attempts that had not ended yet, such as slow copies of tasks that were done
 * @param tasks every attempt that has ended, in the order of their ends
 */
public record MeteredJobs(boolean complete, int jobs, int running, List<MeteredTask> tasks) {
  public MeteredJobs {
    tasks = List.copyOf(tasks);
  }

  /** Bytes of task results that reached the driver. Broadcasts and heartbeats are not in it. */
  public long driverBytes() {
    return sum(MeteredTask::resultBytes);
  }

  /** Bytes that tasks wrote for others to read. */
  public long shuffleBytesWritten() {
    return sum(MeteredTask::shuffleBytesWritten);
  }

  /** Bytes that tasks read of what others wrote, on their own executor or elsewhere. */
  public long shuffleBytesRead() {
    return sum(task -> task.shuffleBytesLocal() + task.shuffleBytesRemote());
  }

  /** Of those, the bytes that came from another executor. */
  public long shuffleBytesRemote() {
    return sum(MeteredTask::shuffleBytesRemote);
  }

  private long sum(ToLongFunction<MeteredTask> bytes) {
    return tasks.stream().mapToLong(bytes).sum();
  }

  /**
   * One attempt at one task, as Spark's own metrics tell of it when it has ended.
   *
   * @param stage Spark's number of the stage
   * @param partition which partition it computed; in a round's first stage that is the worker
   * @param attempt 0 for the first
   * @param speculative whether it is a copy of one that Spark found slow
   * @param succeeded whether it ended well; of others Spark may know no figures, which are 0 then
   * @param executor {@code driver} on a local master
   * @param host where the executor runs
   * @param launchMillis when the driver started it, milliseconds since 1970
   * @param finishMillis when the driver had its result
   * @param deserializeSeconds until the executor had its code
   * @param runSeconds of the task itself, writing and fetching shuffle blocks included
   * @param serializeSeconds of writing its result
   * @param gettingResultSeconds of fetching a result too big for a message, 0 for others
   * @param fetchWaitSeconds of waiting for shuffle blocks
   * @param shuffleWriteSeconds of writing shuffle blocks
   * @param resultBytes that reached the driver, a map task's bookkeeping included
   * @param shuffleBytesWritten to the executor's disk
   * @param shuffleBytesLocal read from blocks of its own executor
   * @param shuffleBytesRemote read from other executors
   */
  public record MeteredTask(
      int stage,
      int partition,
      int attempt,
      boolean speculative,
      boolean succeeded,
      String executor,
      String host,
      long launchMillis,
      long finishMillis,
      double deserializeSeconds,
      double runSeconds,
      double serializeSeconds,
      double gettingResultSeconds,
      double fetchWaitSeconds,
      double shuffleWriteSeconds,
      long resultBytes,
      long shuffleBytesWritten,
      long shuffleBytesLocal,
      long shuffleBytesRemote) {

    /** Seconds from launch to result that the task spent in neither its code nor its own result. */
    public double delaySeconds() {
      double known = deserializeSeconds + runSeconds + serializeSeconds + gettingResultSeconds;
      return Math.max(0, (finishMillis - launchMillis) * 1e-3 - known);
    }
  }
}
