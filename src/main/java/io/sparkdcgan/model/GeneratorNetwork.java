package io.sparkdcgan.model;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * From a latent to an image (Radford et al. 2015, figure 1): a projection to 4x4 feature maps, then
 * fractionally-strided convolutions that double the edge and halve the maps, batch norm and ReLU
 * after each but the last, which ends in tanh. Without batch norm there are no biases either.
 */
final class GeneratorNetwork {
  private GeneratorNetwork() {}

  /** Input [n, latent size], output [n, 3, image size, image size] in (-1, 1). */
  static MultiLayerConfiguration configuration(NetworkConfig network) {
    int stages = network.stages();
    int maps = network.width() << (stages - 1);
    NeuralNetConfiguration.ListBuilder layers = LayerDefaults.layers();
    FeedForwardToCnnPreProcessor toMaps =
        new FeedForwardToCnnPreProcessor(LayerDefaults.BASE_EDGE, LayerDefaults.BASE_EDGE, maps);
    layers.layer(
        LayerDefaults.dense("project", network.latentSize(), LayerDefaults.BASE_UNITS * maps));
    boolean normalized = network.generatorHasBatchNorm();
    // The authors normalize each of the 4x4 units by itself, PyTorch's version each feature map.
    int mapsFrom = normalized && network.preset() == Preset.PAPER ? 3 : 1;
    layers.inputPreProcessor(mapsFrom, toMaps);
    if (normalized) {
      layers.layer(LayerDefaults.batchNorm("project-norm"));
    }
    layers.layer(LayerDefaults.rectifier("project-relu"));
    for (int stage = 1; stage < stages; stage++) {
      maps /= 2;
      layers.layer(upConvolution("up" + stage, maps, network.kernel()));
      if (normalized) {
        layers.layer(LayerDefaults.batchNorm("up" + stage + "-norm"));
      }
      layers.layer(LayerDefaults.rectifier("up" + stage + "-relu"));
    }
    layers.layer(upConvolution("draw", LayerDefaults.CHANNELS, network.kernel()));
    layers.layer(LayerDefaults.activation("draw-tanh", new ActivationTanH()));
    return layers.setInputType(InputType.feedForward(network.latentSize())).build();
  }

  private static Deconvolution2D upConvolution(String name, int maps, int kernel) {
    return new Deconvolution2D.Builder(kernel, kernel)
        .name(name)
        .nOut(maps)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .hasBias(false)
        .build();
  }
}
