package io.sparkdcgan.model;

import io.sparkdcgan.config.NetworkConfig;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * From an image to the probability that it is real (Radford et al. 2015, section 3): strided
 * convolutions that halve the edge and double the maps down to 4x4, LeakyReLU 0.2 after each, batch
 * norm before it on all but the first, then one sigmoid unit. Without batch norm there are no
 * biases either, but under spectral norm, which replaces batch norm, all layers have them (Miyato
 * et al. 2018). The spectral norm itself is none of DL4J's layers: {@link NetworkLayout#spectral}.
 */
final class DiscriminatorNetwork {
  private DiscriminatorNetwork() {}

  /** Input [n, 3, image size, image size] in [-1, 1], output [n, 1] in (0, 1). */
  static MultiLayerConfiguration configuration(NetworkConfig network) {
    NeuralNetConfiguration.ListBuilder layers = LayerDefaults.layers();
    int maps = network.width();
    for (int stage = 1; stage <= network.stages(); stage++) {
      String name = "down" + stage;
      layers.layer(downConvolution(name, maps, network));
      if (stage > 1 && network.discriminatorHasBatchNorm()) {
        layers.layer(LayerDefaults.batchNorm(name + "-norm"));
      }
      layers.layer(LayerDefaults.activation(name + "-leaky", new ActivationLReLU(LayerSpec.LEAK)));
      maps *= 2;
    }
    layers.layer(
        new OutputLayer.Builder(LossFunction.XENT)
            .name("judge")
            .nOut(1)
            .activation(Activation.SIGMOID)
            .hasBias(network.discriminatorIsSpectral())
            .build());
    int edge = network.imageSize();
    return layers.setInputType(InputType.convolutional(edge, edge, LayerDefaults.CHANNELS)).build();
  }

  private static ConvolutionLayer downConvolution(String name, int maps, NetworkConfig network) {
    return new ConvolutionLayer.Builder(network.kernel(), network.kernel())
        .name(name)
        .nOut(maps)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .hasBias(network.discriminatorIsSpectral())
        .build();
  }
}
