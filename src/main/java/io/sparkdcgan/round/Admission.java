package io.sparkdcgan.round;

import io.sparkdcgan.round.ExcludedWorker.Reason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who takes part in an average: every worker whose result is finite and whose updates are not much
 * longer than those of the others. Whoever has all workers' reports comes to the same answer, so it
 * is decided wherever a slice is averaged, and no round waits for it.
 *
 * @param outlierFactor how many times the median of the others an update may be long, at least 2
 */
public record Admission(double outlierFactor) implements Serializable {

  /**
   * Decides.
   *
   * @param reports of all workers, each once; one without images has nothing to say and is neither
   *     left out nor counted among the others
   * @return those who are left out, by worker
   */
  public List<ExcludedWorker> leftOut(Collection<WorkerReport> reports) {
    List<WorkerReport> heard = reports.stream().filter(report -> report.images() > 0).toList();
    List<ExcludedWorker> leftOut = new ArrayList<>();
    for (WorkerReport report : heard) {
      judge(report, heard).ifPresent(leftOut::add);
    }
    return leftOut;
  }

  private Optional<ExcludedWorker> judge(WorkerReport report, List<WorkerReport> heard) {
    Optional<ExcludedWorker> infinite =
        Part.both().stream()
            .filter(part -> !part.of(report).finite())
            .map(part -> leftOut(report, Reason.NOT_FINITE, part, Double.POSITIVE_INFINITY))
            .findFirst();
    return infinite.isPresent() ? infinite : outlier(report, heard);
  }

  private Optional<ExcludedWorker> outlier(WorkerReport report, List<WorkerReport> heard) {
    return Part.both().stream()
        .filter(part -> part.of(report).norm() > bound(part, report, heard))
        .map(part -> leftOut(report, Reason.OUTLIER, part, bound(part, report, heard)))
        .findFirst();
  }

  private static ExcludedWorker leftOut(
      WorkerReport report, Reason reason, Part part, double bound) {
    return new ExcludedWorker(report.worker(), reason, part.word, part.of(report).norm(), bound);
  }

  /**
   * How close to being left out anybody came: the longest update of either network by the median of
   * the others', among results that are finite. NaN if nothing can be compared.
   */
  static double longest(Collection<WorkerReport> reports) {
    List<WorkerReport> finite =
        reports.stream().filter(report -> report.images() > 0 && report.update().finite()).toList();
    return Part.both().stream()
        .flatMapToDouble(
            part ->
                finite.stream()
                    .mapToDouble(
                        report -> part.of(report).norm() / medianOfOthers(part, report, finite)))
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** Infinite if there are no others, or if they did not move: then nothing can be compared. */
  private double bound(Part part, WorkerReport report, List<WorkerReport> heard) {
    double median = medianOfOthers(part, report, heard);
    return median > 0 ? outlierFactor * median : Double.POSITIVE_INFINITY;
  }

  /** NaN if there are no others. */
  private static double medianOfOthers(Part part, WorkerReport report, List<WorkerReport> heard) {
    double[] others =
        heard.stream()
            .filter(other -> other.worker() != report.worker() && other.update().finite())
            .mapToDouble(other -> part.of(other).norm())
            .sorted()
            .toArray();
    if (others.length == 0) {
      return Double.NaN;
    }
    int upper = others.length / 2;
    return others.length % 2 == 1 ? others[upper] : (others[upper - 1] + others[upper]) / 2;
  }

  /** Either network. */
  private enum Part {
    GENERATOR("generator"),
    DISCRIMINATOR("discriminator");

    private final String word;

    Part(String word) {
      this.word = word;
    }

    static List<Part> both() {
      return List.of(values());
    }

    WorkerUpdate.Network of(WorkerReport report) {
      return this == GENERATOR ? report.update().generator() : report.update().discriminator();
    }
  }
}
