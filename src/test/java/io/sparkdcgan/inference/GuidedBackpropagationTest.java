package io.sparkdcgan.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.engine.nd4j.Tape;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The way back from a feature to the pixels: against finite differences, a loop by hand, DL4J. */
final class GuidedBackpropagationTest {
  private static final double STEP = 1e-6;

  @ParameterizedTest
  @CsvSource({"PAPER,16,5,ALL", "PYTORCH,32,4,ALL", "PYTORCH,16,4,NONE"})
  void withoutTheRuleItIsTheTrueGradient(Preset preset, int size, int kernel, BatchNorm batchNorm) {
    try (GuidedBackpropagation network = network(preset, size, kernel, batchNorm)) {
      INDArray image = random(1, 1, 3, size, size);
      INDArray gradient = network.gradient(image, 1, false).dup();
      double scale = gradient.amaxNumber().doubleValue();
      for (long i = 0; i < image.length(); i += 7) {
        double at = image.getDouble(i);
        image.putScalar(i, at + STEP);
        double above = largest(network, image, 1);
        image.putScalar(i, at - STEP);
        double below = largest(network, image, 1);
        image.putScalar(i, at);
        assertEquals(
            (above - below) / (2 * STEP), gradient.getDouble(i), 1e-5 * scale, "pixel " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PAPER,5", "PYTORCH,4"})
  void theRuleIsThatOfALoopWrittenByHand(Preset preset, int kernel) {
    try (GuidedBackpropagation network = network(preset, 16, kernel, BatchNorm.ALL)) {
      INDArray image = random(2, 1, 3, 16, 16);
      double[] byHand = new HandWritten(network.discriminator().network(), kernel).guided(image, 1);
      INDArray gradient = network.gradient(image, 1, true);
      assertArrayEquals(byHand, gradient.reshape(gradient.length()).toDoubleVector(), 1e-12);
      INDArray unguided = network.gradient(image, 1, false);
      assertNotEquals(unguided, gradient, "the rule changes something");
    }
  }

  @Test
  void responsesAreTheMaximaOfStockActivations() {
    GanNetworks networks = GanNetworks.of(Networks.small(Preset.PYTORCH, 32, 4));
    GanState state = networks.initialState(3);
    float[] images = random(4, 2, 3, 32, 32).reshape(2 * 3 * 32 * 32).toFloatVector();
    MultiLayerNetwork stock = StockNetworks.discriminator(networks, state);
    INDArray input = Nd4j.create(images, new long[] {2, 3, 32, 32}, 'c');
    int layer = stock.getLayerNames().indexOf("down3-leaky");
    List<INDArray> activations = stock.feedForwardToLayer(layer, input);
    INDArray maxima = activations.get(layer + 1).max(2, 3);
    try (GuidedBackpropagation network =
        new GuidedBackpropagation(networks, state.discriminator())) {
      float[] expected = maxima.reshape(maxima.length()).toFloatVector();
      assertEquals(2 * network.features(), expected.length);
      assertArrayEquals(expected, network.responses(images), 1e-6f);
    }
  }

  private static double largest(GuidedBackpropagation network, INDArray image, int feature) {
    INDArray maps = network.trace(image, false, new Tape());
    return maps.max(2, 3).getDouble(0, feature);
  }

  private static GuidedBackpropagation network(
      Preset preset, int size, int kernel, BatchNorm batchNorm) {
    GanNetworks networks =
        GanNetworks.of(Networks.with(batchNorm, Networks.tiny(preset, size, kernel)));
    FrozenNetwork frozen = FrozenNetwork.discriminator(networks, DataType.DOUBLE);
    fill(frozen.network().parameters(), 5, 0.1);
    INDArray statistics = frozen.network().statistics();
    fill(statistics, 6, 0);
    for (long i = statistics.length() / 2; i < statistics.length(); i++) {
      statistics.putScalar(i, 0.5 + Math.abs(statistics.getDouble(i)));
    }
    return new GuidedBackpropagation(networks, frozen);
  }

  private static INDArray random(long seed, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    RandomStream stream = RandomStream.of(seed, "test");
    for (long i = 0; i < array.length(); i++) {
      array.reshape(array.length()).putScalar(i, stream.nextGaussian());
    }
    return array;
  }

  private static void fill(INDArray flat, long seed, double mean) {
    RandomStream stream = RandomStream.of(seed, "test");
    for (long i = 0; i < flat.length(); i++) {
      flat.putScalar(i, mean + 0.3 * stream.nextGaussian());
    }
  }
}
