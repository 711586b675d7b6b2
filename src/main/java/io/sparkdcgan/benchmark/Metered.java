package io.sparkdcgan.benchmark;

import io.sparkdcgan.spark.MeteredJobs;
import io.sparkdcgan.spark.TaskMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** One that works on Spark, with the bytes that its turns moved. */
final class Metered implements Contender {
  private final Contender contender;
  private final TaskMeter meter;
  private final List<MeteredJobs> turns = new ArrayList<>();

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
      throw new ContenderLost("Spark did not tell of all its tasks, so its bytes are unknown");
    }
    turns.add(jobs);
    return seconds;
  }

  /** Medians of the last {@code count} turns. */
  RoundTraffic lastTraffic(int count) {
    return new RoundTraffic(
        median(count, MeteredJobs::driverBytes), median(count, MeteredJobs::shuffleBytesRead));
  }

  private double median(int count, ToLongFunction<MeteredJobs> bytes) {
    return Measurements.median(
        turns.subList(turns.size() - count, turns.size()).stream()
            .map(jobs -> (double) bytes.applyAsLong(jobs))
            .toList());
  }

  @Override
  public void close() {
    contender.close();
  }
}
