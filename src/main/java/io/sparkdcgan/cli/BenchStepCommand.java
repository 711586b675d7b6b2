package io.sparkdcgan.cli;

import io.sparkdcgan.benchmark.Alternation;
import io.sparkdcgan.benchmark.AlternationTable;
import io.sparkdcgan.benchmark.Measurements;
import io.sparkdcgan.benchmark.StepBenchmark;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanNetworks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench step}: one training step, ours and its peers' in turns. */
@Command(name = "step", description = "Measures a training step, ours and its peers' in turns.")
final class BenchStepCommand implements JobCommand {
  private static final int WARM_UPS = 2;
  private static final int MOST_STEPS = 10_000;

  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "measured steps of each (default: ${DEFAULT-VALUE})")
  private int steps = 7;

  @Override
  public Map<String, Object> run() {
    BenchmarkOptions.requireWithin("--steps", steps, 1, MOST_STEPS);
    RunConfig config = options.config();
    GanNetworks networks = GanNetworks.of(config.network());
    StepBenchmark benchmark =
        new StepBenchmark(networks, config.training(), config.compute().threads());
    AlternationTable table = new AlternationTable(System.err, List.of(StepBenchmark.OWN));
    Measurements measured = benchmark.run(new Alternation(WARM_UPS, steps), table);
    table.summary(measured, StepBenchmark.OWN);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("imagesPerSecond", measured.of(StepBenchmark.OWN).imagesPerSecond());
    said.put("stepSeconds", measured.of(StepBenchmark.OWN).medianSeconds());
    said.put(
        "parameters",
        Map.of(
            "generator", networks.generatorLayout().parameterCount(),
            "discriminator", networks.discriminatorLayout().parameterCount()));
    said.putAll(options.said());
    return said;
  }
}
