package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The libtorch peer. Skipped where {@code submit/dcgan bench step} has not built it yet. */
@Tag("benchmarks")
class LibtorchStepIT {
  private static final Path FOLDER = Path.of("target", "libtorch").toAbsolutePath();

  @BeforeEach
  void needsThePeer() {
    assumeTrue(LibtorchStep.isIn(FOLDER), "submit/dcgan bench step has not built " + FOLDER);
  }

  @ParameterizedTest
  @CsvSource({"PYTORCH, 4", "PAPER, 5"})
  void takesTurnsWithOurStepAloneAndInPairs(Preset preset, int kernel) {
    GanNetworks networks = GanNetworks.of(Networks.small(preset, 16, kernel));
    TrainingConfig training =
        new TrainingConfig(
            1,
            4,
            Schedule.EACH_BATCH,
            GeneratorLoss.NON_SATURATING,
            Optimizer.ADAM,
            new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
            1e-5);
    StepBenchmark.Lineup lineup = new StepBenchmark.Lineup(2, 1, true, Optional.of(FOLDER));
    Measurements measured =
        new StepBenchmark(networks, training, lineup)
            .run(new Alternation(1, 2), new AlternationTable(System.err));
    assertEquals(
        List.of("spark-dcgan", "libtorch", "spark-dcgan 2x1", "libtorch 2x1", "stock-dl4j"),
        List.copyOf(measured.series().keySet()));
    assertTrue(measured.ratio("libtorch 2x1", "spark-dcgan") > 0);
    assertEquals(8, measured.of("libtorch 2x1").images());
  }
}
