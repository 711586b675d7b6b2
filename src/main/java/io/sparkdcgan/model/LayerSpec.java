package io.sparkdcgan.model;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * One layer of a network with its sizes. What a network looks like is declared as a DL4J
 * configuration and read here, once, for all who compute, count or export its layers. Convolutions
 * have stride 2 and "Same" padding.
 */
public sealed interface LayerSpec {
  /** Slope of LeakyReLU below 0 (Radford et al. 2015, section 4). */
  double LEAK = 0.2;

  /** The layer's name in the configuration, for example {@code up1-norm}. */
  String name();

  /** The shape of the weights in C order; empty where a layer has none. */
  default List<Long> weights() {
    return List.of();
  }

  /** How many biases are added to what comes of the weights: one for each unit or map, or none. */
  default long biases() {
    return 0;
  }

  /** Has the reader read this layer as what it is. */
  <R> R read(Reader<R> reader);

  /**
   * Who reads layers, one method for each kind.
   *
   * @param <R> what comes of a layer
   */
  interface Reader<R> {
    R dense(Dense layer);

    R convolution(Convolution layer);

    R deconvolution(Deconvolution layer);

    R batchNorm(BatchNorm layer);

    R activation(Activation layer);

    R dropout(Dropout layer);

    R reshape(Reshape layer);
  }

  /**
   * [n, inputs] to [n, outputs]: a projection, or the discriminator's verdict.
   *
   * @param sigmoid whether a sigmoid follows, which training leaves to the loss
   * @param biased whether a bias is added to each output
   */
  record Dense(String name, long inputs, long outputs, boolean sigmoid, boolean biased)
      implements LayerSpec {
    /** DL4J lays [inputs, outputs] out in Fortran order, which is this in C order. */
    @Override
    public List<Long> weights() {
      return List.of(outputs, inputs);
    }

    @Override
    public long biases() {
      return biased ? outputs : 0;
    }

    @Override
    public <R> R read(Reader<R> reader) {
      return reader.dense(this);
    }
  }

  /**
   * A strided convolution: [n, inputs, 2e, 2e] to [n, outputs, e, e].
   *
   * @param biased whether a bias is added to each map of the output
   */
  record Convolution(String name, long inputs, long outputs, int kernel, boolean biased)
      implements LayerSpec {
    @Override
    public List<Long> weights() {
      return List.of(outputs, inputs, (long) kernel, (long) kernel);
    }

    @Override
    public long biases() {
      return biased ? outputs : 0;
    }

    @Override
    public <R> R read(Reader<R> reader) {
      return reader.convolution(this);
    }
  }

  /**
   * A fractionally-strided convolution, without biases: [n, inputs, e, e] to [n, outputs, 2e, 2e].
   */
  record Deconvolution(String name, long inputs, long outputs, int kernel) implements LayerSpec {
    @Override
    public List<Long> weights() {
      return List.of(inputs, outputs, (long) kernel, (long) kernel);
    }

    @Override
    public <R> R read(Reader<R> reader) {
      return reader.deconvolution(this);
    }
  }

  /**
   * Batch normalization of each feature map or unit.
   *
   * @param units how many maps or units
   * @param decay how much of the running statistics stays at an update
   */
  record BatchNorm(String name, long units, double epsilon, double decay) implements LayerSpec {
    @Override
    public <R> R read(Reader<R> reader) {
      return reader.batchNorm(this);
    }
  }

  /** What an activation computes, element by element. */
  enum Function {
    RELU,
    LEAKY_RELU,
    TANH
  }

  /** An activation. */
  record Activation(String name, Function function) implements LayerSpec {
    @Override
    public <R> R read(Reader<R> reader) {
      return reader.activation(this);
    }
  }

  /**
   * Dropout, which does nothing outside of training.
   *
   * @param kept the share of numbers that stays
   */
  record Dropout(String name, double kept) implements LayerSpec {
    @Override
    public <R> R read(Reader<R> reader) {
      return reader.dropout(this);
    }
  }

  /**
   * Units to feature maps or back; the elements stay where they are.
   *
   * @param shape of one example afterwards: [maps, edge, edge] or [units]
   */
  record Reshape(String name, List<Long> shape) implements LayerSpec {
    @Override
    public <R> R read(Reader<R> reader) {
      return reader.reshape(this);
    }
  }

  /**
   * The layers of a network of ours, in the order in which they compute.
   *
   * @throws IllegalArgumentException if it has a layer that we never declare
   */
  static List<LayerSpec> of(MultiLayerConfiguration network) {
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < network.getConfs().size(); i++) {
      InputPreProcessor between = network.getInputPreProcess(i);
      if (between instanceof FeedForwardToCnnPreProcessor to) {
        List<Long> maps = List.of(to.getNumChannels(), to.getInputHeight(), to.getInputWidth());
        layers.add(new Reshape("shape" + i, maps));
      } else if (between instanceof CnnToFeedForwardPreProcessor from) {
        long units = from.getNumChannels() * from.getInputHeight() * from.getInputWidth();
        layers.add(new Reshape("shape" + i, List.of(units)));
      }
      layers.add(of(network.getConf(i).getLayer()));
    }
    return List.copyOf(layers);
  }

  private static LayerSpec of(Layer layer) {
    String name = layer.getLayerName();
    if (layer instanceof BatchNormalization norm) {
      return new BatchNorm(name, norm.getNOut(), norm.getEps(), norm.getDecay());
    }
    if (layer instanceof Deconvolution2D up) {
      return new Deconvolution(name, up.getNIn(), up.getNOut(), up.getKernelSize()[0]);
    }
    if (layer instanceof ConvolutionLayer down) {
      return new Convolution(
          name, down.getNIn(), down.getNOut(), down.getKernelSize()[0], down.hasBias());
    }
    if (layer instanceof ActivationLayer activation) {
      return new Activation(name, function(activation.getActivationFn()));
    }
    if (layer instanceof DropoutLayer dropout) {
      return new Dropout(
          name, ((org.deeplearning4j.nn.conf.dropout.Dropout) dropout.getIDropout()).getP());
    }
    if (layer instanceof DenseLayer dense) {
      return new Dense(name, dense.getNIn(), dense.getNOut(), false, dense.hasBias());
    }
    if (layer instanceof OutputLayer verdict) {
      return new Dense(name, verdict.getNIn(), verdict.getNOut(), true, verdict.hasBias());
    }
    throw new IllegalArgumentException(
        "no network of ours has a layer like " + name + ": " + layer);
  }

  private static Function function(IActivation declared) {
    if (declared instanceof ActivationReLU) {
      return Function.RELU;
    }
    if (declared instanceof ActivationLReLU leaky && leaky.getAlpha() == LEAK) {
      return Function.LEAKY_RELU;
    }
    if (declared instanceof ActivationTanH) {
      return Function.TANH;
    }
    throw new IllegalArgumentException("no network of ours has an activation like " + declared);
  }
}
