package io.sparkdcgan.benchmark.learn;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One figure of several seeds. Of a seed that has none, because its run never came so far, the
 * figure counts as infinite.
 *
 * @param least of the seeds
 * @param median of the seeds; of an even number the mean of the middle two
 * @param most of the seeds
 * @param known how many seeds have the figure
 * @param seeds how many there are
 */
record Spread(double least, double median, double most, int known, int seeds) {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /** The spread of these seeds; infinite if there are none. */
  static Spread of(List<OptionalDouble> figures) {
    if (figures.isEmpty()) {
      return new Spread(INFINITE, INFINITE, INFINITE, 0, 0);
    }
    List<Double> sorted = figures.stream().map(figure -> figure.orElse(INFINITE)).sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    int known = (int) figures.stream().filter(OptionalDouble::isPresent).count();
    return new Spread(sorted.get(0), median, sorted.get(size - 1), known, size);
  }

  /** Whether the median seed has the figure. */
  boolean isReached() {
    return Double.isFinite(median);
  }

  /**
   * How many times as much as another this is: median by median, and between the most favorable and
   * the least favorable pair of seeds. Infinite where a seed of this never came so far, 0 where one
   * of the other did not, and NaN where neither did.
   */
  Ratio to(Spread other) {
    return new Ratio(least / other.most, median / other.median, most / other.least);
  }

  /** A quotient of two spreads. */
  record Ratio(double least, double median, double most) {}
}
