package io.sparkdcgan.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Drawing by a batch's own statistics, against stock layers in training mode. */
class CalibrationTest {
  private static final int COUNT = 256;

  @ParameterizedTest
  @CsvSource({"PAPER, 16, 5", "PYTORCH, 32, 4"})
  void calibratedGeneratorDrawsWhatATrainingPassDraws(Preset preset, int size, int kernel) {
    GanNetworks networks = GanNetworks.of(Networks.small(preset, size, kernel));
    NetworkState nonsense = withStatistics(networks, 1e3f);
    float[] latents = latents(networks);
    MultiLayerNetwork stock = StockNetworks.generator(networks, nonsense);
    stock.setInput(Nd4j.createFromArray(latents).reshape(COUNT, latents.length / COUNT));
    INDArray trained = stock.feedForward(true, false).get(stock.getnLayers());
    float[] expected = trained.reshape(trained.length()).toFloatVector();

    float[] drawn = draw(networks, FrozenNetwork.calibrated(networks, nonsense, latents), latents);

    assertArrayEquals(expected, drawn, 1e-4f);
    assertTrue(spread(expected) > 1e-2, "images that are all gray prove nothing");
    assertTrue(
        largestGap(expected, draw(networks, nonsense, latents)) > 1e-2,
        "the running statistics were meant to be nonsense");
  }

  @Test
  void nothingButTheStatisticsChangesAndWhatTheyWereDoesNotMatter() {
    GanNetworks networks = GanNetworks.of(Networks.small(Preset.PAPER, 16, 5));
    NetworkState start = withStatistics(networks, Float.NaN);
    NetworkState calibrated = FrozenNetwork.calibrated(networks, start, latents(networks));
    assertSame(start.parameters(), calibrated.parameters());
    assertEquals(start.updates(), calibrated.updates());
    assertTrue(Float.isNaN(start.statistics()[0]), "the state is left as it is");
    assertEquals(
        calibrated,
        FrozenNetwork.calibrated(networks, withStatistics(networks, 7), latents(networks)));
  }

  @Test
  void generatorWithoutBatchNormStaysAsItIs() {
    GanNetworks networks =
        GanNetworks.of(Networks.with(BatchNorm.NONE, Networks.small(Preset.PAPER, 16, 5)));
    NetworkState start = networks.initialState(1).generator();
    assertEquals(start, FrozenNetwork.calibrated(networks, start, latents(networks)));
  }

  private static float[] draw(GanNetworks networks, NetworkState generator, float[] latents) {
    try (FrozenNetwork drawing = FrozenNetwork.generator(networks, generator)) {
      return drawing.outputs(latents);
    }
  }

  private static float[] latents(GanNetworks networks) {
    return LatentSampler.of(networks.config()).draw(RandomStream.of(1, "test"), COUNT);
  }

  private static NetworkState withStatistics(GanNetworks networks, float value) {
    NetworkState initial = networks.initialState(1).generator();
    float[] statistics = new float[initial.statistics().length];
    Arrays.fill(statistics, value);
    return new NetworkState(
        initial.parameters(),
        initial.firstMoments(),
        initial.secondMoments(),
        statistics,
        initial.updates());
  }

  private static float spread(float[] values) {
    return largestGap(values, new float[values.length]);
  }

  private static float largestGap(float[] some, float[] others) {
    float largest = 0;
    for (int i = 0; i < some.length; i++) {
      largest = Math.max(largest, Math.abs(some[i] - others[i]));
    }
    return largest;
  }
}
