package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.benchmark.learn.LearningCurve.Point;
import io.sparkdcgan.benchmark.learn.Spread.Ratio;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Runs beside each other: how far each group of seeds is on its critical path when it comes to a
 * score, and what share of one worker's that is.
 *
 * @param groups runs that differ by their seeds only, in the order that they are shown in
 */
record Comparison(Map<Group, List<Trained>> groups) {

  static final String COMPLETE = "complete";
  static final String DIVERGED = "diverged";

  /** One variant with so many workers. */
  record Group(String variant, int workers) {}

  /**
   * A run with what it scored.
   *
   * @param status {@code complete}, {@code diverged}, {@code unfinished} or {@code absent}
   */
  record Trained(LearnRun run, String status, LearningCurve curve) {
    /** Whether nothing more will come of it. */
    boolean hasEnded() {
      return status.equals(COMPLETE) || status.equals(DIVERGED);
    }
  }

  /**
   * What one group needed to come to a score.
   *
   * @param score that was to be reached, or less
   * @param reach how far its seeds were by then
   * @param ofOwn speed-up against one worker of the same variant, if that was trained
   * @param ofBest speed-up against the one worker, of whatever variant, whose median seed came to
   *     the score on the shortest critical path, if any did
   * @param best that one worker's variant
   */
  record Row(
      double score,
      Group group,
      Reach reach,
      Optional<SpeedUp> ofOwn,
      Optional<SpeedUp> ofBest,
      Optional<String> best) {}

  /** How far the seeds of a group were, by {@link Point}'s measures. */
  record Reach(Spread workerImages, Spread seconds, Spread wallSeconds) {

    SpeedUp speedUpOver(Reach one) {
      return new SpeedUp(
          one.workerImages.to(workerImages),
          one.seconds.to(seconds),
          one.wallSeconds.to(wallSeconds));
    }
  }

  /** One worker's way to a score as a multiple of this group's, by the same measures. */
  record SpeedUp(Ratio workerImages, Ratio seconds, Ratio wallSeconds) {}

  /** Groups runs. */
  static Comparison of(List<Trained> runs) {
    Map<Group, List<Trained>> groups = new LinkedHashMap<>();
    for (Trained each : runs) {
      groups.merge(
          new Group(each.run().variant(), each.run().workers()),
          List.of(each),
          (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
    }
    return new Comparison(groups);
  }

  /** The same with another state of one of its runs. */
  Comparison with(Trained newer) {
    Map<Group, List<Trained>> changed = new LinkedHashMap<>(groups);
    changed.computeIfPresent(
        new Group(newer.run().variant(), newer.run().workers()),
        (group, runs) ->
            runs.stream()
                .map(each -> each.run().seed() == newer.run().seed() ? newer : each)
                .toList());
    return new Comparison(changed);
  }

  /** Every group at every score. */
  List<Row> rows(List<Double> scores) {
    return scores.stream().flatMap(this::rows).toList();
  }

  private Stream<Row> rows(double score) {
    Map<Group, Reach> reached = new LinkedHashMap<>();
    groups.forEach((group, runs) -> reached.put(group, reach(runs, score)));
    Optional<Group> best =
        reached.keySet().stream()
            .filter(group -> group.workers() == 1)
            .filter(group -> reached.get(group).workerImages().isReached())
            .min(Comparator.comparingDouble(group -> reached.get(group).workerImages().median()));
    return reached.keySet().stream()
        .map(
            group -> {
              Reach reach = reached.get(group);
              Optional<Reach> own = Optional.ofNullable(reached.get(new Group(group.variant(), 1)));
              return new Row(
                  score,
                  group,
                  reach,
                  own.map(reach::speedUpOver),
                  best.map(reached::get).map(reach::speedUpOver),
                  best.map(Group::variant));
            });
  }

  private static Reach reach(List<Trained> runs, double score) {
    return new Reach(
        reach(runs, score, Point::workerImages),
        reach(runs, score, Point::seconds),
        reach(runs, score, Point::wallSeconds));
  }

  private static Spread reach(List<Trained> runs, double score, ToDoubleFunction<Point> measure) {
    return spread(
        runs,
        run ->
            run.curve()
                .first(score)
                .map(point -> OptionalDouble.of(measure.applyAsDouble(point)))
                .orElse(OptionalDouble.empty()));
  }

  /** The scores of a group's seeds at a place of an axis, see {@link LearningCurve#scoreAt}. */
  Spread scores(Group group, ToDoubleFunction<Point> axis, double place) {
    return spread(groups.get(group), run -> run.curve().scoreAt(axis, place));
  }

  /** A run that has not ended may still come there: it counts once it has. */
  private static Spread spread(List<Trained> runs, Function<Trained, OptionalDouble> figure) {
    return Spread.of(
        runs.stream()
            .filter(run -> run.hasEnded() || figure.apply(run).isPresent())
            .map(figure)
            .toList());
  }

  /** How far the run that went furthest went; 0 if none was scored. */
  double end(ToDoubleFunction<Point> axis) {
    return groups.values().stream()
        .flatMap(List::stream)
        .flatMap(run -> run.curve().points().stream())
        .mapToDouble(axis)
        .max()
        .orElse(0);
  }
}
