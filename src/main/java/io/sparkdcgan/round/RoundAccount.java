package io.sparkdcgan.round;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a round cost.
 *
 * @param seconds by phase
 * @param bytes by phase
 * @param spread between the workers
 * @param gpus that the workers computed on, in worker order; empty where they had none
 */
public record RoundAccount(
    RoundSeconds seconds, RoundBytes bytes, Spread spread, List<String> gpus) {

  /**
   * The account of workers who say themselves how far they are apart and what they computed on.
   *
   * @param reports of all workers, in worker order
   */
  public static RoundAccount of(
      RoundSeconds seconds, RoundBytes bytes, List<WorkerReport> reports) {
    List<String> gpus =
        reports.stream().map(WorkerReport::gpu).filter(gpu -> !gpu.isEmpty()).toList();
    return new RoundAccount(seconds, bytes, Spread.of(reports), gpus);
  }

  /**
   * How far the workers are apart: in time, which is what the others waited, and in their updates.
   *
   * @param slowestWorker its number, from 0
   * @param slowest seconds that it worked
   * @param fastest seconds that the fastest worked
   * @param longestUpdate of either network, as a multiple of the median of the others': what {@code
   *     averaging.outlier-factor} bounds; NaN if nothing can be compared
   */
  public record Spread(int slowestWorker, double slowest, double fastest, double longestUpdate) {
    /** The spread of at least one worker. */
    public static Spread of(List<WorkerReport> reports) {
      Comparator<WorkerReport> bySeconds =
          Comparator.comparingDouble(report -> report.seconds().sum());
      WorkerReport slowest = reports.stream().max(bySeconds).orElseThrow();
      double fastest = reports.stream().min(bySeconds).orElseThrow().seconds().sum();
      return new Spread(
          slowest.worker(), slowest.seconds().sum(), fastest, Admission.longest(reports));
    }
  }

  /**
   * How many bytes a round moved.
   *
   * @param broadcast of the state that each executor fetches
   * @param train of the images that workers trained on, as uint8
   * @param shuffle that workers wrote for those who average, by Spark's task metrics
   * @param collect that reached the driver as task results, by Spark's task metrics
   * @param update of the state that the driver made of it, the outer optimizers' memory included
   */
  public record RoundBytes(long broadcast, long train, long shuffle, long collect, long update) {

    /** The names that a run's log has for the phases, in its order. */
    public static List<String> phases() {
      return List.copyOf(new RoundBytes(0, 0, 0, 0, 0).byPhase().keySet());
    }

    /** By the names that a run's log has for them. */
    public Map<String, Long> byPhase() {
      Map<String, Long> phases = new LinkedHashMap<>();
      phases.put("broadcast", broadcast);
      phases.put("train", train);
      phases.put("shuffle", shuffle);
      phases.put("collect", collect);
      phases.put("update", update);
      return phases;
    }
  }
}
