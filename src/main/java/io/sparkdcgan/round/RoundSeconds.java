package io.sparkdcgan.round;

import io.sparkdcgan.round.LocalTraining.WorkerSeconds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where a round's time went, in seconds. Of the workers' phases each is the slowest worker's.
 *
 * @param total of the round, as the driver sees it
 * @param broadcast handing the state to Spark
 * @param receive fetching the state where a worker is
 * @param setup filling the networks' native memory, copying the state out
 * @param prepare preparing batches, in the background of the steps
 * @param waiting of the steps for shards and for batches: what the background could not hide
 * @param train steps
 * @param shuffle cutting and writing a worker's slices, then fetching and averaging them: the
 *     slowest worker and the slowest averaging task; NaN if Spark did not tell
 * @param collect from the end of the last averaging task until the driver had every slice; NaN if
 *     Spark did not tell
 * @param update outer optimizers and checks
 */
public record RoundSeconds(
    double total,
    double broadcast,
    double receive,
    double setup,
    double prepare,
    double waiting,
    double train,
    double shuffle,
    double collect,
    double update) {

  /**
   * The times of the driver and of the workers.
   *
   * @param driver total, broadcast, shuffle, collect and update as in the record
   */
  public static RoundSeconds of(DriverSeconds driver, List<WorkerReport> reports) {
    return new RoundSeconds(
        driver.total(),
        driver.broadcast(),
        slowest(reports, WorkerSeconds::receive),
        slowest(reports, WorkerSeconds::setup),
        slowest(reports, WorkerSeconds::prepare),
        slowest(reports, WorkerSeconds::waiting),
        slowest(reports, WorkerSeconds::train),
        driver.shuffle(),
        driver.collect(),
        driver.update());
  }

  /** What the driver measures; the components are those of {@link RoundSeconds}. */
  public record DriverSeconds(
      double total, double broadcast, double shuffle, double collect, double update) {}

  /** What no other phase accounts for: scheduling, and what phases of different workers overlap. */
  public double rest() {
    return total
        - broadcast
        - receive
        - setup
        - waiting
        - train
        - known(shuffle)
        - known(collect)
        - update;
  }

  /** The names that a run's log has for the phases, in its order. */
  public static List<String> phases() {
    return List.copyOf(new RoundSeconds(0, 0, 0, 0, 0, 0, 0, 0, 0, 0).byPhase().keySet());
  }

  /** By the names that a run's log has for them. */
  public Map<String, Double> byPhase() {
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("total", total);
    phases.put("broadcast", broadcast);
    phases.put("receive", receive);
    phases.put("setup", setup);
    phases.put("prepare", prepare);
    phases.put("wait", waiting);
    phases.put("train", train);
    phases.put("shuffle", shuffle);
    phases.put("collect", collect);
    phases.put("update", update);
    return phases;
  }

  private static double known(double seconds) {
    return Double.isNaN(seconds) ? 0 : seconds;
  }

  private static double slowest(List<WorkerReport> reports, ToDoubleFunction<WorkerSeconds> phase) {
    return reports.stream().map(WorkerReport::seconds).mapToDouble(phase).max().orElse(0);
  }
}
