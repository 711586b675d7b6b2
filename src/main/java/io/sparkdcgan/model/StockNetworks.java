package io.sparkdcgan.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Hands a state to stock DL4J, for others to load and as the oracle of our own arithmetic. Weights
 * under spectral norm are divided by it, so that the network is a plain one.
 */
public final class StockNetworks {
  private StockNetworks() {}

  /** The generator as a stock network: latents [n, latent size] in, images [n, 3, S, S] out. */
  public static MultiLayerNetwork generator(GanNetworks networks, GanState state) {
    return generator(networks, state.generator());
  }

  /** A generator's state as a stock network, as {@link #generator(GanNetworks, GanState)}. */
  public static MultiLayerNetwork generator(GanNetworks networks, NetworkState generator) {
    return network(networks.generator(), networks.generatorLayout(), generator);
  }

  /** The discriminator as a stock network: images [n, 3, S, S] in, probabilities [n, 1] out. */
  public static MultiLayerNetwork discriminator(GanNetworks networks, GanState state) {
    return discriminator(networks, state.discriminator());
  }

  /** The same of a discriminator's state. */
  public static MultiLayerNetwork discriminator(GanNetworks networks, NetworkState discriminator) {
    return network(networks.discriminator(), networks.discriminatorLayout(), discriminator);
  }

  /** The autoencoder as a stock network: images [n, 3072] in, the same out. */
  public static MultiLayerNetwork autoencoder(NetworkState trained) {
    return network(CodeNetwork.configuration(), CodeNetwork.layout(), trained);
  }

  /**
   * Writes the zip that {@link ModelSerializer} restores, without an updater.
   *
   * @throws IOException if the stream does; the stream is left open
   */
  public static void write(MultiLayerNetwork network, OutputStream target) throws IOException {
    ModelSerializer.writeModel(network, target, false);
  }

  private static MultiLayerNetwork network(
      MultiLayerConfiguration configuration, NetworkLayout layout, NetworkState state) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
    network.init();
    float[] parameters = layout.effective(state).parameters();
    layout.parameters().forEach(slot -> assign(network, slot, parameters));
    layout.statistics().forEach(slot -> assign(network, slot, state.statistics()));
    return network;
  }

  /** Parameters of a stock network are named {@code layer index_parameter}. */
  private static void assign(MultiLayerNetwork network, TensorSlot slot, float[] flat) {
    int dot = slot.name().lastIndexOf('.');
    int layer = network.getLayerNames().indexOf(slot.name().substring(0, dot));
    INDArray parameter = network.getParam(layer + "_" + slot.name().substring(dot + 1));
    float[] values = Arrays.copyOfRange(flat, slot.offset(), slot.offset() + slot.length());
    long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
    INDArray tensor = Nd4j.create(values, shape, 'c');
    boolean dense = shape.length == 2;
    parameter.assign((dense ? tensor.transpose() : tensor).reshape(parameter.shape()));
  }
}
