package io.sparkdcgan.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The discriminator's features, against stock layers' activations, pooled by hand. */
class DiscriminatorFeaturesTest {
  private static final int COUNT = 5;

  @ParameterizedTest
  @CsvSource({"PAPER, 16, 5, ALL", "PYTORCH, 32, 4, ALL", "PAPER, 64, 5, NONE"})
  void featuresAreThePooledActivationsOfStockLayers(
      Preset preset, int size, int kernel, BatchNorm norm) {
    GanNetworks networks =
        GanNetworks.of(Networks.with(norm, Networks.small(preset, size, kernel)));
    NetworkState discriminator = busy(networks);
    float[] images = images(size);

    float[] features;
    try (DiscriminatorFeatures extraction = new DiscriminatorFeatures(networks, discriminator)) {
      features = extraction.of(images);
      assertArrayEquals(features, extraction.of(images), "the same again");
    }

    assertEquals(COUNT * DiscriminatorFeatures.dimensions(networks), features.length);
    assertArrayEquals(byHand(networks, discriminator, images), features, 1e-4f);
  }

  @Test
  void anImageHasSixteenFeaturesForEachMap() {
    // 16 (128 + 256 + 512)
    assertEquals(
        14_336, DiscriminatorFeatures.dimensions(GanNetworks.of(Networks.paper(32))), "128 wide");
    assertEquals(
        7_168, DiscriminatorFeatures.dimensions(GanNetworks.of(Networks.pytorch(32))), "64 wide");
  }

  @Test
  void statisticsAreThoseOfTheImages() {
    GanNetworks networks = GanNetworks.of(Networks.small(Preset.PYTORCH, 16, 4));
    NetworkState discriminator = busy(networks);
    float[] images = images(16);
    MultiLayerNetwork stock = stock(networks, discriminator);
    List<INDArray> layers = stock.feedForwardToLayer(1, input(images, 16));
    // the second convolution's output, which the first batch norm normalizes
    INDArray convolved = stock.getLayer(2).activate(layers.get(2), false, workspaces());

    float[] found;
    try (DiscriminatorFeatures extraction = new DiscriminatorFeatures(networks, discriminator)) {
      found = extraction.statistics(images);
    }

    float[] means = convolved.mean(0, 2, 3).toFloatVector();
    float[] variances = convolved.var(false, 0, 2, 3).toFloatVector();
    for (int map = 0; map < means.length; map++) {
      assertEquals(means[map], found[map], 1e-5);
      assertEquals(variances[map], found[found.length / 2 + map], 1e-5);
    }
  }

  @Test
  void whatIsNoWholeImageIsRefused() {
    GanNetworks networks = GanNetworks.of(Networks.small(Preset.PYTORCH, 16, 4));
    try (DiscriminatorFeatures extraction = new DiscriminatorFeatures(networks, busy(networks))) {
      assertThrows(IllegalArgumentException.class, () -> extraction.of(new float[3 * 16 * 16 + 1]));
      assertThrows(IllegalArgumentException.class, () -> extraction.of(new float[0]));
    }
  }

  private static float[] byHand(GanNetworks networks, NetworkState state, float[] images) {
    int size = networks.config().imageSize();
    List<INDArray> activations = stock(networks, state).feedForward(input(images, size), false);
    List<String> names = stock(networks, state).getLayerNames();
    int dimensions = DiscriminatorFeatures.dimensions(networks);
    float[] features = new float[COUNT * dimensions];
    int column = 0;
    for (int layer = 0; layer < names.size(); layer++) {
      if (!names.get(layer).endsWith("-leaky")) {
        continue;
      }
      INDArray maps = activations.get(layer + 1);
      int window = (int) maps.size(2) / 4;
      for (int map = 0; map < maps.size(1); map++) {
        for (int cell = 0; cell < 16; cell++, column++) {
          for (int image = 0; image < COUNT; image++) {
            features[image * dimensions + column] =
                largest(maps, image, map, cell / 4 * window, cell % 4 * window, window);
          }
        }
      }
    }
    assertEquals(dimensions, column);
    return features;
  }

  private static float largest(INDArray maps, int image, int map, int top, int left, int edge) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int y = top; y < top + edge; y++) {
      for (int x = left; x < left + edge; x++) {
        largest = Math.max(largest, maps.getFloat(image, map, y, x));
      }
    }
    return largest;
  }

  private static MultiLayerNetwork stock(GanNetworks networks, NetworkState discriminator) {
    GanState initial = networks.initialState(1);
    return StockNetworks.discriminator(
        networks, new GanState(initial.generator(), discriminator, initial.progress()));
  }

  private static org.deeplearning4j.nn.workspace.LayerWorkspaceMgr workspaces() {
    return org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces();
  }

  /** Weights and statistics that make every layer differ from the identity. */
  private static NetworkState busy(GanNetworks networks) {
    NetworkState initial = networks.initialState(3).discriminator();
    RandomStream noise = RandomStream.of(3, "busy");
    float[] parameters = initial.parameters().clone();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.1 * noise.nextGaussian());
    }
    float[] statistics = initial.statistics().clone();
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] += (float) noise.nextDouble();
    }
    return new NetworkState(
        parameters, initial.firstMoments(), initial.secondMoments(), statistics, 0);
  }

  private static INDArray input(float[] images, int size) {
    return Nd4j.createFromArray(images).reshape(COUNT, 3, size, size);
  }

  private static float[] images(int size) {
    RandomStream noise = RandomStream.of(5, "pictures");
    float[] images = new float[COUNT * 3 * size * size];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) noise.nextDouble(-1, 1);
    }
    return images;
  }
}
