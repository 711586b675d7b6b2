package io.sparkdcgan.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A generator that is looked into, against stock DL4J. */
final class HiddenMapsTest {
  @ParameterizedTest
  @CsvSource({"PAPER,16,5,project-relu", "PYTORCH,16,4,project-relu", "PAPER,32,5,up1-relu"})
  void activationsAreThoseOfStockLayersAndDroppedMapsAreZeroForWhatFollows(
      Preset preset, int size, int kernel, String layer) {
    GanNetworks networks = GanNetworks.of(Networks.small(preset, size, kernel));
    GanState state = networks.initialState(1);
    float[] latents = LatentSampler.of(networks.config()).draw(RandomStream.of(2, "test"), 2);
    MultiLayerNetwork stock = StockNetworks.generator(networks, state);
    int index = stock.getLayerNames().indexOf(layer);
    INDArray input = Nd4j.create(latents, new long[] {2, networks.config().latentSize()}, 'c');
    INDArray hidden = stock.feedForwardToLayer(index, input).get(index + 1).dup('c');
    try (HiddenMaps maps = new HiddenMaps(networks, state.generator())) {
      assertEquals(layer, maps.layer());
      assertEquals(16, maps.maps());
      float[] expected = hidden.reshape(hidden.length()).toFloatVector();
      assertArrayEquals(expected, maps.activations(latents), 1e-6f);

      float[] whole = maps.draw(latents, new boolean[16]);
      try (FrozenNetwork drawing = FrozenNetwork.generator(networks, state.generator())) {
        assertArrayEquals(drawing.outputs(latents), whole, 0);
      }
      boolean[] all = new boolean[16];
      Arrays.fill(all, true);
      float[] none = maps.draw(latents, all);
      // without any map, both images are what the layers above make of zeros
      int image = none.length / 2;
      assertArrayEquals(Arrays.copyOf(none, image), Arrays.copyOfRange(none, image, 2 * image), 0);
    }
  }
}
