package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.artifact.RoundLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What a run scored, and how far it was on its critical path by then.
 *
 * @param points one for each evaluation, in the run's order
 */
record LearningCurve(List<Point> points) {
  /** The whole, which has the others in it, and what goes on behind the steps. */
  private static final Set<String> BESIDE = Set.of("total", "prepare");

  /**
   * A run at one of its evaluations.
   *
   * @param round completed rounds
   * @param steps that each worker has taken one after the other
   * @param workerImages the critical path: steps one after the other times the images that the
   *     worker with the largest share takes in a step
   * @param seconds of all rounds, if each worker had a core of its own: the slowest worker's
   *     phases, the average's and the driver's, without what waited for a core
   * @param wallSeconds of all rounds as they went, evaluations apart
   * @param imagesSeen by all workers together
   * @param swd sliced Wasserstein distance times 1000; lower is better
   */
  record Point(
      long round,
      long steps,
      long workerImages,
      double seconds,
      double wallSeconds,
      long imagesSeen,
      double swd) {}

  LearningCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve that a run's log has.
   *
   * @param lines of {@code metrics.jsonl}, in their order
   */
  static LearningCurve of(List<RoundLine> lines, StepShares shares) {
    List<Point> points = new ArrayList<>();
    long steps = 0;
    double seconds = 0;
    double wallSeconds = 0;
    for (RoundLine line : lines) {
      // A round that diverged was taken twice: its steps are on the way as well.
      int times = line.repeated() == null ? 1 : 2;
      steps += (long) times * shares.localSteps().of(line.round() - 1);
      seconds += times * secondsWithACoreEach(line.seconds());
      wallSeconds += times * line.seconds().getOrDefault("total", 0.0);
      if (line.scores() != null && Double.isFinite(line.scores().swd())) {
        points.add(
            new Point(
                line.round(),
                steps,
                Math.round(steps * shares.largest()),
                seconds,
                wallSeconds,
                line.imagesSeen(),
                line.scores().swd()));
      }
    }
    return new LearningCurve(points);
  }

  private static double secondsWithACoreEach(Map<String, Double> phases) {
    return phases.entrySet().stream()
        .filter(phase -> !BESIDE.contains(phase.getKey()) && Double.isFinite(phase.getValue()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The first evaluation that is at or under a score. */
  Optional<Point> first(double score) {
    return points.stream().filter(point -> point.swd() <= score).findFirst();
  }

  /**
   * The score at a place of an axis: that of the last evaluation up to there. None if there is none
   * yet, or the run ends before.
   */
  OptionalDouble scoreAt(ToDoubleFunction<Point> axis, double place) {
    if (points.isEmpty() || axis.applyAsDouble(points.get(points.size() - 1)) < place) {
      return OptionalDouble.empty();
    }
    return points.stream()
        .filter(point -> axis.applyAsDouble(point) <= place)
        .reduce((before, last) -> last)
        .map(point -> OptionalDouble.of(point.swd()))
        .orElse(OptionalDouble.empty());
  }
}
