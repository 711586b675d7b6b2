package io.sparkdcgan.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GanNetworksTest {
  @Test
  void paperNetworksHaveThePublishedParameterCounts() {
    GanNetworks networks = GanNetworks.of(Networks.paper(64));
    assertEquals(18_885_760, networks.generatorLayout().parameterCount());
    assertEquals(17_232_768, networks.discriminatorLayout().parameterCount());
  }

  @Test
  void pytorchNetworksHaveTheirKnownParameterCounts() {
    GanNetworks networks = GanNetworks.of(Networks.pytorch(64));
    assertEquals(3_576_704, networks.generatorLayout().parameterCount());
    assertEquals(2_765_568, networks.discriminatorLayout().parameterCount());
  }

  @Test
  void layoutCoversEveryParameterOfTheStockNetworks() {
    GanNetworks networks = GanNetworks.of(Networks.pytorch(64));
    GanState state = networks.initialState(1);
    NetworkLayout generator = networks.generatorLayout();
    assertEquals(
        generator.parameterCount() + generator.statisticCount(),
        StockNetworks.generator(networks, state).numParams());
    NetworkLayout discriminator = networks.discriminatorLayout();
    assertEquals(
        discriminator.parameterCount() + discriminator.statisticCount(),
        StockNetworks.discriminator(networks, state).numParams());
  }

  @ParameterizedTest
  @CsvSource({"PAPER,16,5", "PAPER,32,4", "PYTORCH,64,4", "PYTORCH,128,5"})
  void networksGoFromLatentsToImagesToOneProbability(Preset preset, int size, int kernel) {
    GanNetworks networks = GanNetworks.of(Networks.tiny(preset, size, kernel));
    GanState state = networks.initialState(1);
    MultiLayerNetwork generator = StockNetworks.generator(networks, state);
    INDArray images = generator.output(Nd4j.randn(2, 3));
    assertArrayEquals(new long[] {2, 3, size, size}, images.shape());
    INDArray verdicts = StockNetworks.discriminator(networks, state).output(images);
    assertArrayEquals(new long[] {2, 1}, verdicts.shape());
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void networksWithoutBatchNormHaveWeightsAndNothingElse(Preset preset) {
    GanNetworks networks =
        GanNetworks.of(Networks.with(BatchNorm.NONE, Networks.tiny(preset, 32, 5)));
    for (NetworkLayout layout :
        List.of(networks.generatorLayout(), networks.discriminatorLayout())) {
      assertEquals(0, layout.statisticCount());
      layout.parameters().forEach(slot -> assertTrue(slot.name().endsWith(".W"), slot.name()));
    }
    GanState state = networks.initialState(1);
    MultiLayerNetwork generator = StockNetworks.generator(networks, state);
    assertEquals(networks.generatorLayout().parameterCount(), generator.numParams());
    INDArray images = generator.output(Nd4j.randn(2, 3));
    assertArrayEquals(new long[] {2, 3, 32, 32}, images.shape());
    MultiLayerNetwork discriminator = StockNetworks.discriminator(networks, state);
    assertEquals(networks.discriminatorLayout().parameterCount(), discriminator.numParams());
    assertArrayEquals(new long[] {2, 1}, discriminator.output(images).shape());
  }

  @Test
  void initialWeightsFollowThePaper() {
    GanNetworks networks = GanNetworks.of(Networks.pytorch(64));
    NetworkState discriminator = networks.initialState(7).discriminator();
    TensorSlot weights = networks.discriminatorLayout().slot("down3.W");
    assertMoments(discriminator.parameters(), weights, 0, 0.02, 1e-4);
    TensorSlot gammas = networks.discriminatorLayout().slot("down4-norm.gamma");
    assertMoments(discriminator.parameters(), gammas, 1, 0.02, 4e-3);
    TensorSlot betas = networks.discriminatorLayout().slot("down4-norm.beta");
    assertMoments(discriminator.parameters(), betas, 0, 0, 0);
    assertMoments(
        discriminator.statistics(),
        networks.discriminatorLayout().slot("down2-norm.mean"),
        0,
        0,
        0);
    assertMoments(
        discriminator.statistics(), networks.discriminatorLayout().slot("down4-norm.var"), 1, 0, 0);
  }

  @Test
  void initialStateDependsOnTheSeedAndNothingElse() {
    GanNetworks networks = GanNetworks.of(Networks.tiny(Preset.PAPER, 16, 5));
    assertEquals(networks.initialState(3), networks.initialState(3));
    assertEquals(
        0,
        IntStream.range(0, 10)
            .filter(
                i ->
                    networks.initialState(3).generator().parameters()[i]
                        == networks.initialState(4).generator().parameters()[i])
            .count());
  }

  private static void assertMoments(
      float[] values, TensorSlot slot, double mean, double deviation, double tolerance) {
    double sum = 0;
    double squares = 0;
    for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
      sum += values[i];
      squares += (values[i] - mean) * (values[i] - mean);
    }
    assertEquals(mean, sum / slot.length(), tolerance, slot.name());
    assertEquals(deviation, Math.sqrt(squares / slot.length()), tolerance, slot.name());
  }
}
