package io.sparkdcgan.benchmark;

import io.sparkdcgan.spark.round.MeteredJobs;
import io.sparkdcgan.spark.round.MeteredJobs.MeteredTask;
import io.sparkdcgan.spark.round.TaskMeter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** One that works on Spark, with the bytes that its turns moved. */
final class Metered implements Contender {
  private final Contender contender;
  private final TaskMeter meter;
  private final List<MeteredJobs> turns = new ArrayList<>();

  /**
   * Bytes that a round moves, by Spark's task metrics; broadcasts are not in them.
   *
   * @param driverBytes of task results that reached the driver
   * @param shuffleBytes that tasks read of what other tasks wrote
   */
  record Traffic(double driverBytes, double shuffleBytes) {}

  /**
   * @param meter of the thread on which turns are taken; stays the caller's to close
   */
  Metered(Contender contender, TaskMeter meter) {
    this.contender = contender;
    this.meter = meter;
  }

  @Override
  public String name() {
    return contender.name();
  }

  @Override
  public long images() {
    return contender.images();
  }

  @Override
  public double turn() {
    meter.begin();
    double seconds = contender.turn();
    MeteredJobs jobs = meter.end();
    if (!jobs.complete()) {
      throw new Lost("Spark did not tell of all its tasks, so its bytes are unknown");
    }
    turns.add(jobs);
    return seconds;
  }

  /**
   * What a task took in the last {@code count} turns, in seconds, by name: {@code delay} and {@code
   * deserialize} of all tasks; {@code work}, and of that {@code write}, of a turn's first stage;
   * {@code average}, and of that {@code fetchWait}, of its others. Means over tasks.
   */
  Map<String, Double> lastTaskSeconds(int count) {
    List<MeteredTask> first = new ArrayList<>();
    List<MeteredTask> others = new ArrayList<>();
    for (MeteredJobs jobs : last(count)) {
      int stage = jobs.tasks().stream().mapToInt(MeteredTask::stage).min().orElse(0);
      jobs.tasks().forEach(task -> (task.stage() == stage ? first : others).add(task));
    }
    List<MeteredTask> all = new ArrayList<>(first);
    all.addAll(others);
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("delay", mean(all, MeteredTask::delaySeconds));
    seconds.put("deserialize", mean(all, MeteredTask::deserializeSeconds));
    seconds.put("work", mean(first, MeteredTask::runSeconds));
    seconds.put("write", mean(first, MeteredTask::shuffleWriteSeconds));
    seconds.put("average", mean(others, MeteredTask::runSeconds));
    seconds.put("fetchWait", mean(others, MeteredTask::fetchWaitSeconds));
    return seconds;
  }

  private static double mean(List<MeteredTask> tasks, ToDoubleFunction<MeteredTask> seconds) {
    return tasks.stream().mapToDouble(seconds).average().orElse(0);
  }

  /** Medians of the last {@code count} turns. */
  Traffic lastTraffic(int count) {
    return new Traffic(
        median(count, MeteredJobs::driverBytes), median(count, MeteredJobs::shuffleBytesRead));
  }

  private double median(int count, ToLongFunction<MeteredJobs> bytes) {
    return Measurements.median(
        last(count).stream().map(jobs -> (double) bytes.applyAsLong(jobs)).toList());
  }

  private List<MeteredJobs> last(int count) {
    return turns.subList(turns.size() - count, turns.size());
  }

  @Override
  public void close() {
    contender.close();
  }
}
