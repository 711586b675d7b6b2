package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundSeconds;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.spark.round.TaskMeter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A round beside a bare loop of the same steps, or beside dl4j-spark's training master: what
 * averaging on Spark costs.
 */
final class RoundBenchmark {
  /** What results call the loop. */
  static final String LOOP = "bare loop";

  private final RunConfig config;
  private final EpochOrder order;
  private final TaskMeter meter;

  /**
   * @param config of the rounds; each batch trains both networks
   * @param order of the images that they read
   * @param meter of the thread that measures; stays the caller's to close
   */
  RoundBenchmark(RunConfig config, EpochOrder order, TaskMeter meter) {
    this.config = config;
    this.order = order;
    this.meter = meter;
  }

  /**
   * Who takes turns. Workers and masters stay the caller's to close.
   *
   * @param workers compute the rounds
   * @param masters do the same in their way; none is needed
   * @param loop whether a bare loop is measured, too
   */
  record Lineup(Workers workers, List<StockMaster> masters, boolean loop) {}

  /**
   * What was measured.
   *
   * @param turns of the round, the masters and the loop
   * @param phases median seconds of a round's phases, by name; {@code rest} is what is in the total
   *     and in no phase of the driver or of the slowest worker
   * @param taskSeconds mean seconds of a round's tasks, by name
   * @param traffic of the round and the masters, by name
   */
  record Figures(
      Measurements turns,
      Map<String, Double> phases,
      Map<String, Double> taskSeconds,
      Map<String, Metered.Traffic> traffic) {
    /**
     * What share of the loop's time a round takes on top: the median over alternations. Only where
     * a loop was measured.
     */
    double overhead() {
      return turns.ratio(SparkRound.NAME, LOOP) - 1;
    }
  }

  /**
   * Measures.
   *
   * @throws Contender.Lost if the round or the loop could not be measured to the end; a master may
   *     be lost
   */
  Figures run(Lineup lineup, Alternation alternation, Alternation.Watcher watcher) {
    // Of one worker: what the loop takes as many times as there are workers.
    StepTask task =
        new StepTask(
            GanNetworks.of(config.network()),
            config.training().withBatchSize(config.minibatch().largestShare()));
    SparkRound round = new SparkRound(config, order, lineup.workers(), task.start());
    List<Metered> metered = new ArrayList<>(List.of(new Metered(round, meter)));
    lineup.masters().forEach(master -> metered.add(new Metered(master, meter)));
    List<Contender> contenders = new ArrayList<>(metered);
    if (!lineup.loop()) {
      return figures(alternation.run(contenders, watcher), alternation, round, metered);
    }
    try (Together loop = loop(task)) {
      contenders.add(1, loop);
      Measurements turns = alternation.run(contenders, watcher);
      requireMeasured(turns, LOOP);
      return figures(turns, alternation, round, metered);
    }
  }

  private Together loop(StepTask task) {
    int localSteps = config.averaging().localSteps().most();
    int threads = config.compute().threads();
    return new Together(
        LOOP, config.averaging().workers(), () -> new BareLoop(task, localSteps, threads));
  }

  private static Figures figures(
      Measurements turns, Alternation alternation, SparkRound round, List<Metered> metered) {
    requireMeasured(turns, SparkRound.NAME);
    Map<String, Metered.Traffic> traffic = new LinkedHashMap<>();
    for (Metered each : metered) {
      if (turns.has(each.name())) {
        traffic.put(each.name(), each.lastTraffic(alternation.measured()));
      }
    }
    int measured = alternation.measured();
    return new Figures(
        turns,
        medians(round.lastSeconds(measured)),
        metered.get(0).lastTaskSeconds(measured),
        traffic);
  }

  private static void requireMeasured(Measurements turns, String name) {
    if (!turns.has(name)) {
      throw new Contender.Lost("the %s is needed, but it was lost".formatted(name));
    }
  }

  private static Map<String, Double> medians(List<RoundSeconds> rounds) {
    Map<String, Double> medians = new LinkedHashMap<>();
    rounds.get(0).byPhase().keySet().stream()
        .forEach(
            phase ->
                medians.put(
                    phase,
                    Measurements.median(
                        rounds.stream().map(seconds -> seconds.byPhase().get(phase)).toList())));
    medians.put("rest", Measurements.median(rounds.stream().map(RoundSeconds::rest).toList()));
    return medians;
  }

  /**
   * One worker's steps of a round and nothing else: networks that stay and a batch at hand. No
   * Spark, no images to read, no averaging. Belongs to the thread that made it.
   */
  private static final class BareLoop implements Contender {
    private final OwnStep step;
    private final int localSteps;

    /**
     * @param threads of the arithmetic, at least 1
     */
    BareLoop(StepTask task, int localSteps, int threads) {
      this.step = new OwnStep(task, threads);
      this.localSteps = localSteps;
    }

    @Override
    public String name() {
      return LOOP;
    }

    @Override
    public long images() {
      return localSteps * step.images();
    }

    @Override
    public double turn() {
      double seconds = 0;
      for (int i = 0; i < localSteps; i++) {
        seconds += step.turn();
      }
      return seconds;
    }

    @Override
    public void close() {
      step.close();
    }
  }
}
