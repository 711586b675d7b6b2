package io.sparkdcgan.benchmark;

import io.sparkdcgan.cli.JobCommand;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanNetworks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench step}: one training step, ours and its peers', alternating. */
@Command(name = "step", description = "Measures a training step, ours and its peers', alternating.")
public final class BenchStepCommand implements JobCommand {
  private static final int WARM_UPS = 2;
  private static final int MOST_STEPS = 10_000;
  private static final int MOST_WORKERS = 64;
  private static final int MOST_BROKEN_DOWN = 7;

  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "measured steps of each (default: ${DEFAULT-VALUE})")
  private int steps = 7;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "above 1, also measures so many of ours and of libtorch at once, beside one with all"
              + " their threads (default: ${DEFAULT-VALUE})")
  private int workers = 1;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "whom to measure beside ours (default: libtorch,stock-dl4j)")
  private List<String> peers = List.of(LibtorchStep.NAME, StockStep.NAME);

  @Option(names = "--no-peers", description = "Measure ours alone.")
  private boolean alone;

  @Override
  public Map<String, Object> run() {
    BenchmarkOptions.requireWithin("--steps", steps, 1, MOST_STEPS);
    BenchmarkOptions.requireWithin("--workers", workers, 1, MOST_WORKERS);
    for (String peer : peers) {
      BenchmarkOptions.requireOneOf("--peers", peer, LibtorchStep.NAME, StockStep.NAME);
    }
    RunConfig config = options.config("averaging.workers=1");
    GanNetworks networks = GanNetworks.of(config.network());
    AlternationTable table = new AlternationTable(System.err);
    Steadiness steadiness = new Steadiness(table);
    Measurements measured =
        new StepBenchmark(networks, config.training(), lineup(config.compute().threads()))
            .run(new Alternation(WARM_UPS, steps), steadiness);
    table.summary(measured, OwnStep.NAME);
    Map<String, Object> said = said(measured, networks);
    said.put("steadiness", steadiness.said(measured.of(OwnStep.NAME)));
    said.putAll(breakdown(networks, config));
    return said;
  }

  /** Where our step's time goes, on as many threads as ours had that stands for itself. */
  private Map<String, Object> breakdown(GanNetworks networks, RunConfig config) {
    int threads = workers * config.compute().threads();
    MachinePeak peak = MachinePeak.measure(threads);
    StepBreakdown breakdown =
        StepBreakdown.measure(
            networks, config.training(), threads, Math.min(steps, MOST_BROKEN_DOWN));
    breakdown.print(System.err, peak);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("peakGigaflops", peak.gigaflops());
    said.put("stepGigaflop", breakdown.totalGigaflop());
    said.put("milliseconds", breakdown.milliseconds());
    return said;
  }

  private StepBenchmark.Lineup lineup(int threads) {
    boolean stock = !alone && peers.contains(StockStep.NAME);
    boolean libtorch = !alone && peers.contains(LibtorchStep.NAME);
    return new StepBenchmark.Lineup(
        workers, threads, stock, libtorch ? libtorchFolder() : Optional.empty());
  }

  /** Where the launcher has built libtorch's peer; if nowhere, says so. */
  private static Optional<Path> libtorchFolder() {
    Optional<Path> folder =
        Optional.ofNullable(System.getenv("DCGAN_LIBTORCH"))
            .map(Path::of)
            .filter(LibtorchStep::isIn);
    if (folder.isEmpty()) {
      System.err.println(
          "libtorch is left out, since DCGAN_LIBTORCH names no folder with its peer: start this"
              + " with submit/dcgan, which builds it where Maven can reach its repository");
    }
    return folder;
  }

  private Map<String, Object> said(Measurements measured, GanNetworks networks) {
    Map<String, Object> peersPerSecond = new LinkedHashMap<>();
    Map<String, Object> ratios = new LinkedHashMap<>();
    measured
        .series()
        .forEach(
            (name, series) -> {
              if (!name.equals(OwnStep.NAME)) {
                peersPerSecond.put(name, series.imagesPerSecond());
                ratios.put(name, measured.ratio(name, OwnStep.NAME));
              }
            });
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("imagesPerSecond", measured.of(OwnStep.NAME).imagesPerSecond());
    said.put("stepSeconds", measured.of(OwnStep.NAME).medianSeconds());
    said.put("peers", peersPerSecond);
    said.put("ratios", ratios);
    said.put(
        "parameters",
        Map.of(
            "generator", networks.generatorLayout().parameterCount(),
            "discriminator", networks.discriminatorLayout().parameterCount()));
    said.put("steps", steps);
    said.put("workers", workers);
    said.putAll(options.said());
    return said;
  }
}
