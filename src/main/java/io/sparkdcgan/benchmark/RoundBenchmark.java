package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundSeconds;
import io.sparkdcgan.round.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A round beside a bare loop of the same steps: what averaging on Spark costs. */
public final class RoundBenchmark {
  /** What results call the round. */
  public static final String ROUND = SparkRound.NAME;

  /** What results call the loop. */
  public static final String LOOP = BareLoop.NAME;

  private final RunConfig config;
  private final EpochOrder order;

  /**
   * @param config of the rounds; each batch trains both networks
   * @param order of the pictures that they read
   */
  public RoundBenchmark(RunConfig config, EpochOrder order) {
    this.config = config;
    this.order = order;
  }

  /**
   * What was measured.
   *
   * @param turns of the round and of the loop
   * @param phases median seconds of a round's phases, by name; {@code rest} is what is in the total
   *     and in no phase of the driver or of the slowest worker
   */
  public record Figures(Measurements turns, Map<String, Double> phases) {
    /** What share of the loop's time a round takes on top: the median over alternations. */
    public double overhead() {
      return turns.ratio(ROUND, LOOP) - 1;
    }
  }

  /**
   * Measures.
   *
   * @param workers compute the rounds; stay the caller's to close
   * @throws ContenderLost if the round or the loop could not be measured to the end
   */
  public Figures run(Workers workers, Alternation alternation, Alternation.Watcher watcher) {
    GanNetworks networks = GanNetworks.of(config.network());
    StepTask task = new StepTask(networks, config.training());
    SparkRound round = new SparkRound(config, order, workers, task.start());
    int localSteps = config.averaging().localSteps().most();
    int threads = config.compute().threads();
    try (Together loop =
        new Together(
            LOOP, config.averaging().workers(), () -> new BareLoop(task, localSteps, threads))) {
      Measurements turns = alternation.run(List.of(round, loop), watcher);
      if (!turns.has(ROUND) || !turns.has(LOOP)) {
        throw new ContenderLost("a round and a loop are needed, but one of them was lost");
      }
      return new Figures(turns, medians(round.lastSeconds(alternation.measured())));
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
}
