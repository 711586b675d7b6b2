package io.sparkdcgan.round;

import java.util.Comparator;
import java.util.List;

/**
 * What a round cost.
 *
 * @param seconds by phase
 * @param bytes by phase
 * @param spread between the workers
 */
public record RoundAccount(RoundSeconds seconds, RoundBytes bytes, Spread spread) {

  /**
   * How far the workers' own times are apart: what the others waited for the slowest.
   *
   * @param slowestWorker its number, from 0
   * @param slowest seconds that it worked
   * @param fastest seconds that the fastest worked
   */
  public record Spread(int slowestWorker, double slowest, double fastest) {
    /** The spread of at least one worker. */
    public static Spread of(List<WorkerReport> reports) {
      Comparator<WorkerReport> bySeconds =
          Comparator.comparingDouble(report -> report.seconds().sum());
      WorkerReport slowest = reports.stream().max(bySeconds).orElseThrow();
      double fastest = reports.stream().min(bySeconds).orElseThrow().seconds().sum();
      return new Spread(slowest.worker(), slowest.seconds().sum(), fastest);
    }
  }
}
