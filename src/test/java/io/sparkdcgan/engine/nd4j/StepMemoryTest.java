package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanNetworks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.abstracts.Nd4jWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** What is told of a step's memory without allocating it, held against steps that were taken. */
final class StepMemoryTest {
  private static final int STEPS = 6;

  static Stream<List<String>> recipes() {
    return Stream.of(
        List.of(
            "data.image-size=16",
            "network.preset=pytorch",
            "network.width=8",
            "training.batch-size=8"),
        List.of(
            "data.image-size=16",
            "network.preset=paper",
            "network.width=8",
            "training.batch-size=5"),
        List.of(
            "data.image-size=32",
            "network.preset=pytorch",
            "network.width=16",
            "training.batch-size=32"),
        List.of(
            "data.image-size=32",
            "network.preset=paper",
            "network.width=16",
            "training.batch-size=16"),
        List.of(
            "data.image-size=64",
            "network.preset=paper",
            "network.width=16",
            "training.batch-size=8"),
        List.of(
            "data.image-size=64",
            "network.preset=pytorch",
            "network.width=8",
            "training.batch-size=16",
            "network.batch-norm=none"),
        List.of(
            "data.image-size=32",
            "network.preset=stable",
            "network.width=16",
            "training.batch-size=32"),
        List.of(
            "data.image-size=32",
            "network.preset=pytorch",
            "network.width=16",
            "training.batch-size=16",
            "network.spectral-norm=discriminator"),
        List.of(
            "data.image-size=64",
            "network.preset=pytorch",
            "network.width=16",
            "training.batch-size=16",
            "training.optimizer=sgd"));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void workspacesAreAsLargeAsTold(List<String> keys) {
    List<String> all = Stream.concat(keys.stream(), Stream.of("data.shards=none")).toList();
    RunConfig config = ConfigReader.read("test", "", all);
    GanNetworks networks = GanNetworks.of(config.network());
    int batch = config.training().batchSize();
    StepMemory told = StepMemory.of(networks, config.training(), batch);
    int edge = config.network().imageSize();
    Nd4j.getRandom().setSeed(1);
    try (GanStep step =
        new GanStep(networks, config.training(), networks.initialState(config.seed()))) {
      for (int number = 0; number < STEPS; number++) {
        step.advance(
            Nd4j.rand(DataType.FLOAT, batch, 3, edge, edge),
            Nd4j.rand(DataType.FLOAT, batch, config.network().latentSize()),
            number);
      }
      assertFits(told.drawing(), step.drawingMemory());
      assertFits(told.judging(), step.judgingMemory());
      assertEquals(told.scratch(), step.scratchBytes());
    }
  }

  /** Everything had its place, and there was no more than there had to be. */
  private static void assertFits(long told, MemoryWorkspace workspace) {
    long used = workspace.getMaxCycleAllocations();
    assertEquals(0, ((Nd4jWorkspace) workspace).getSpilledSize());
    assertTrue(used <= told, () -> "%s bytes were used, and %s told".formatted(used, told));
    assertTrue(
        told <= used * 1.02 + (96 << 10),
        () -> "%s bytes were used, and %s told".formatted(used, told));
    assertEquals((double) told, (double) workspace.getCurrentSize(), 1024.0);
  }
}
