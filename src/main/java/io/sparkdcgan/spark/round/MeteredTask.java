package io.sparkdcgan.spark.round;

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
