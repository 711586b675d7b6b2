package io.sparkdcgan.round;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where a round's time went, in seconds. Of the workers' phases each is the slowest worker's.
 *
 * @param total of the round, as the driver sees it
 * @param broadcast handing the state to Spark
 * @param setup building the networks' native memory, copying the state out, freeing the memory
 * @param prepare preparing batches, in the background of the steps
 * @param waiting of the steps for shards and for batches: what the background could not hide
 * @param train steps
 */
public record RoundSeconds(
    double total, double broadcast, double setup, double prepare, double waiting, double train) {

  static RoundSeconds of(double total, double broadcast, List<WorkerReport> reports) {
    return new RoundSeconds(
        total,
        broadcast,
        slowest(reports, WorkerSeconds::setup),
        slowest(reports, WorkerSeconds::prepare),
        slowest(reports, WorkerSeconds::waiting),
        slowest(reports, WorkerSeconds::train));
  }

  /** What no other phase accounts for: slices, their way to the driver, Spark's own. */
  public double rest() {
    return total - broadcast - setup - waiting - train;
  }

  /** By the names that a run's log has for them. */
  public Map<String, Double> byPhase() {
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("total", total);
    phases.put("broadcast", broadcast);
    phases.put("setup", setup);
    phases.put("prepare", prepare);
    phases.put("wait", waiting);
    phases.put("train", train);
    return phases;
  }

  private static double slowest(List<WorkerReport> reports, ToDoubleFunction<WorkerSeconds> phase) {
    return reports.stream().map(WorkerReport::seconds).mapToDouble(phase).max().orElse(0);
  }
}
