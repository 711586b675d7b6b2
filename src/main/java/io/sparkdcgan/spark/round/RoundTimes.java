package io.sparkdcgan.spark.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.round.RoundAccount;
import io.sparkdcgan.round.RoundAccount.RoundBytes;
import io.sparkdcgan.round.RoundSeconds;
import io.sparkdcgan.round.RoundSeconds.DriverSeconds;
import io.sparkdcgan.round.WorkerReport;
import io.sparkdcgan.spark.round.MeteredJobs.MeteredTask;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A round's clock on the driver; with Spark's own metrics of its tasks it makes the account. */
final class RoundTimes {
  private final long begin = System.nanoTime();
  private long broadcast;
  private long collected;
  private long collectedMillis;
  private long end;

  /** The state is handed to Spark. */
  void broadcast() {
    broadcast = System.nanoTime();
  }

  /** The driver has every averaged slice. */
  void collected() {
    collected = System.nanoTime();
    collectedMillis = System.currentTimeMillis();
  }

  /** The driver has the next state. */
  void done() {
    end = System.nanoTime();
  }

  /**
   * The account, once the round is done.
   *
   * @param reports of all workers, in worker order
   * @param jobs what Spark says of the round's tasks
   * @param start the state before the round
   * @param imageBytes that all workers trained on
   */
  RoundAccount account(
      List<WorkerReport> reports, MeteredJobs jobs, GanState start, long imageBytes) {
    Map<Boolean, List<MeteredTask>> tasks =
        jobs.tasks().stream()
            .filter(MeteredTask::succeeded)
            .collect(Collectors.partitioningBy(task -> task.stage() == firstStage(jobs)));
    DriverSeconds driver =
        new DriverSeconds(
            (end - begin) * 1e-9,
            (broadcast - begin) * 1e-9,
            jobs.complete()
                ? shuffleSeconds(tasks.get(true), tasks.get(false), reports)
                : Double.NaN,
            jobs.complete() ? collectSeconds(tasks.get(false)) : Double.NaN,
            (end - collected) * 1e-9);
    long state = bytes(start.generator()) + bytes(start.discriminator());
    RoundBytes bytes =
        new RoundBytes(
            state,
            imageBytes,
            jobs.shuffleBytesWritten(),
            jobs.driverBytes(),
            state + memory(start));
    return RoundAccount.of(RoundSeconds.of(driver, reports), bytes, reports);
  }

  private static int firstStage(MeteredJobs jobs) {
    return jobs.tasks().stream().mapToInt(MeteredTask::stage).min().orElse(0);
  }

  /** What a worker's task takes beyond the worker's own phases is cutting and writing slices. */
  private static double shuffleSeconds(
      List<MeteredTask> working, List<MeteredTask> averaging, List<WorkerReport> reports) {
    Map<Integer, Double> own =
        reports.stream()
            .collect(Collectors.toMap(WorkerReport::worker, report -> report.seconds().sum()));
    double writing =
        working.stream()
            .mapToDouble(task -> task.runSeconds() - own.getOrDefault(task.partition(), 0.0))
            .max()
            .orElse(0);
    double summing = averaging.stream().mapToDouble(MeteredTask::runSeconds).max().orElse(0);
    return Math.max(0, writing) + summing;
  }

  private double collectSeconds(List<MeteredTask> averaging) {
    double lastEnd =
        averaging.stream()
            .mapToDouble(
                task -> task.launchMillis() + 1e3 * (task.deserializeSeconds() + task.runSeconds()))
            .max()
            .orElse((double) collectedMillis);
    return Math.max(0, ((double) collectedMillis - lastEnd) * 1e-3);
  }

  private static long bytes(NetworkState network) {
    return (long) Float.BYTES * (3L * network.parameters().length + network.statistics().length);
  }

  private static long memory(GanState state) {
    return (long) Float.BYTES
        * (state.memory().generatorVelocity().length
            + state.memory().discriminatorVelocity().length
            + state.memory().meanParameters().length
            + (long) state.memory().meanStatistics().length);
  }
}
