package io.sparkdcgan.round;

import io.sparkdcgan.round.RoundOutcome.ExcludedWorker;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker.Reason;
import io.sparkdcgan.round.WorkerReport.WorkerUpdate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    List<Lengths> lengths = Lengths.both(heard);
    List<ExcludedWorker> leftOut = new ArrayList<>();
    for (WorkerReport report : heard) {
      judge(report, lengths).ifPresent(leftOut::add);
    }
    return leftOut;
  }

  private Optional<ExcludedWorker> judge(WorkerReport report, List<Lengths> lengths) {
    Optional<ExcludedWorker> infinite =
        Stream.of(Part.values())
            .filter(part -> !part.of(report).finite())
            .map(part -> leftOut(report, Reason.NOT_FINITE, part, Double.POSITIVE_INFINITY))
            .findFirst();
    return infinite.isPresent() ? infinite : outlier(report, lengths);
  }

  private Optional<ExcludedWorker> outlier(WorkerReport report, List<Lengths> lengths) {
    return lengths.stream()
        .filter(part -> part.part.of(report).norm() > bound(part, report))
        .map(part -> leftOut(report, Reason.OUTLIER, part.part, bound(part, report)))
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
    return Lengths.both(finite).stream()
        .flatMapToDouble(
            part ->
                finite.stream()
                    .mapToDouble(
                        report -> part.part.of(report).norm() / part.medianOfOthers(report)))
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** Infinite if there are no others, or if they did not move: then nothing can be compared. */
  private double bound(Lengths part, WorkerReport report) {
    double median = part.medianOfOthers(report);
    return median > 0 ? outlierFactor * median : Double.POSITIVE_INFINITY;
  }

  /**
   * The lengths of all finite updates of one network, sorted once for all who ask.
   *
   * @param sorted ascending
   */
  private record Lengths(Part part, double[] sorted) {
    static List<Lengths> both(List<WorkerReport> heard) {
      return Stream.of(Part.values())
          .map(
              part ->
                  new Lengths(
                      part,
                      heard.stream()
                          .filter(report -> report.update().finite())
                          .mapToDouble(report -> part.of(report).norm())
                          .sorted()
                          .toArray()))
          .toList();
    }

    /**
     * NaN if there are no others.
     *
     * @param report one of those whose lengths these are
     */
    double medianOfOthers(WorkerReport report) {
      int others = sorted.length - 1;
      if (others == 0) {
        return Double.NaN;
      }
      int own = Arrays.binarySearch(sorted, part.of(report).norm());
      int upper = others / 2;
      return others % 2 == 1
          ? without(own, upper)
          : (without(own, upper - 1) + without(own, upper)) / 2;
    }

    private double without(int own, int index) {
      return sorted[index < own ? index : index + 1];
    }
  }

  /** Either network. */
  private enum Part {
    GENERATOR("generator"),
    DISCRIMINATOR("discriminator");

    private final String word;

    Part(String word) {
      this.word = word;
    }

    WorkerUpdate.Network of(WorkerReport report) {
      return this == GENERATOR ? report.update().generator() : report.update().discriminator();
    }
  }
}
