package io.sparkdcgan.benchmark;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an alternation measured.
 *
 * @param series by the contender's name, in the order of their turns
 */
record Measurements(Map<String, Series> series) {

  /**
   * One contender's turns.
   *
   * @param images that one turn trains on
   * @param seconds of each turn
   */
  record Series(long images, List<Double> seconds) {
    /** Median seconds of a turn. */
    double medianSeconds() {
      return median(seconds);
    }

    /** Images a second, by the median turn. */
    double imagesPerSecond() {
      return images / medianSeconds();
    }
  }

  /** Whether this contender took all its turns. */
  boolean has(String name) {
    return series.containsKey(name);
  }

  /**
   * The turns of one contender.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  Series of(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException("no %s among %s".formatted(name, series.keySet()));
    }
    return series.get(name);
  }

  /**
   * How many times as long as the other one it takes for an image: the median over alternations.
   * Above 1 the other one is faster.
   */
  double ratio(String name, String other) {
    Series numerator = of(name);
    Series denominator = of(other);
    double images = (double) denominator.images() / numerator.images();
    return median(
        IntStream.range(0, numerator.seconds().size())
            .mapToObj(i -> numerator.seconds().get(i) / denominator.seconds().get(i) * images)
            .toList());
  }

  /** The middle one, or the mean of the middle two. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int upper = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(upper)
        : (sorted.get(upper - 1) + sorted.get(upper)) / 2;
  }
}
