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
}
