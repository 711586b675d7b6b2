package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.TensorSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network's layers on flat arrays, read off its DL4J configuration: what a network looks like is
 * declared there and nowhere else. The discriminator's output is its logit: the sigmoid belongs to
 * the loss. Owns its arrays, which go with {@link #close}; belongs to the caller's thread.
 */
final class NetworkArithmetic implements AutoCloseable {
  private record Named(String name, Layer layer) {}

  private final NetworkLayout layout;
  private final List<Named> layers = new ArrayList<>();
  private final INDArray parameters;
  private final INDArray gradients;
  private final INDArray statistics;
  private final Scratch scratch = new Scratch();

  NetworkArithmetic(MultiLayerConfiguration configuration, NetworkLayout layout, DataType type) {
    this.layout = layout;
    this.parameters = Nd4j.create(type, layout.parameterCount());
    this.gradients = Nd4j.create(type, layout.parameterCount());
    this.statistics = Nd4j.create(type, layout.statisticCount());
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      addReshape(configuration.getInputPreProcess(i));
      var declared = configuration.getConf(i).getLayer();
      layers.add(new Named(declared.getLayerName(), layer(declared)));
    }
  }

  /** Trainable parameters, flat; writing to it changes the network. */
  INDArray parameters() {
    return parameters;
  }

  /** Gradients of the parameters as the last backward pass left them, flat. */
  INDArray gradients() {
    return gradients;
  }

  /** Running means, then variances, flat; writing to it changes the network. */
  INDArray statistics() {
    return statistics;
  }

  /** Takes over the parameters and running statistics of a state. */
  void load(NetworkState state) {
    FloatCopy.into(parameters, state.parameters());
    FloatCopy.into(statistics, state.statistics());
  }

  /** Output for a training batch; {@code tape} learns how to go back. The input is kept. */
  INDArray train(INDArray input, Tape tape) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = tape.forward(named.name(), named.layer(), flowing);
    }
    return flowing;
  }

  /** Output by running statistics. */
  INDArray infer(INDArray input) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = named.layer().infer(flowing);
    }
    return flowing;
  }

  /**
   * Output by running statistics; {@code seen} is shown each activation by its layer's name, before
   * another layer may write over it.
   */
  INDArray infer(INDArray input, BiConsumer<String, INDArray> seen) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = named.layer().infer(flowing);
      if (named.layer() instanceof ActivationLayer) {
        seen.accept(named.name(), flowing);
      }
    }
    return flowing;
  }

  /**
   * The output of the activation layer of this name by running statistics; {@code tape} learns how
   * to go back from there to the input.
   *
   * @param guided whether negative gradients stop at each activation, as {@link
   *     GuidedBackpropagation} says
   * @throws IllegalArgumentException if there is no such layer
   */
  INDArray trace(INDArray input, String last, boolean guided, Tape tape) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = named.layer().trace(flowing, tape);
      if (guided && named.layer() instanceof ActivationLayer) {
        tape.add((gradient, wanted) -> GuidedBackpropagation.positive(gradient));
      }
      if (named.name().equals(last)) {
        return flowing;
      }
    }
    throw new IllegalArgumentException("the network has no layer " + last);
  }

  /** Output by the statistics of this batch, which the running ones are replaced by. */
  INDArray calibrate(INDArray input) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = named.layer().calibrate(flowing);
    }
    return flowing;
  }

  long scratchBytes() {
    return scratch.bytes();
  }

  @Override
  public void close() {
    parameters.close();
    gradients.close();
    statistics.close();
    scratch.close();
  }

  private void addReshape(InputPreProcessor between) {
    if (between instanceof FeedForwardToCnnPreProcessor toMaps) {
      addReshape(toMaps.getNumChannels(), toMaps.getInputHeight(), toMaps.getInputWidth());
    } else if (between instanceof CnnToFeedForwardPreProcessor toUnits) {
      addReshape(toUnits.getNumChannels() * toUnits.getInputHeight() * toUnits.getInputWidth());
    }
  }

  private void addReshape(Long... shape) {
    layers.add(new Named("reshape", new ReshapeLayer(List.of(shape))));
  }

  private Layer layer(org.deeplearning4j.nn.conf.layers.Layer declared) {
    String name = declared.getLayerName();
    if (declared instanceof BatchNormalization) {
      return new BatchNormLayer(
          view(parameters, name + ".gamma"),
          view(parameters, name + ".beta"),
          view(gradients, name + ".gamma"),
          view(gradients, name + ".beta"),
          view(statistics, name + ".mean"),
          view(statistics, name + ".var"),
          scratch);
    }
    if (declared instanceof Deconvolution2D up) {
      ConvolutionGeometry geometry = geometry(up.getKernelSize());
      return new UpConvolutionLayer(
          geometry, view(parameters, name + ".W"), view(gradients, name + ".W"));
    }
    if (declared instanceof org.deeplearning4j.nn.conf.layers.ConvolutionLayer down) {
      ConvolutionGeometry geometry = geometry(down.getKernelSize());
      return new ConvolutionLayer(
          geometry, view(parameters, name + ".W"), view(gradients, name + ".W"));
    }
    if (declared instanceof org.deeplearning4j.nn.conf.layers.ActivationLayer activation) {
      return new ActivationLayer(function(activation), scratch);
    }
    if (declared instanceof org.deeplearning4j.nn.conf.layers.DropoutLayer dropout) {
      return new DropoutLayer(((Dropout) dropout.getIDropout()).getP());
    }
    if (declared instanceof FeedForwardLayer) {
      return new DenseLayer(view(parameters, name + ".W"), view(gradients, name + ".W"));
    }
    throw new IllegalArgumentException("no arithmetic for layer " + name + ": " + declared);
  }

  private ConvolutionGeometry geometry(int[] kernel) {
    return new ConvolutionGeometry(kernel[0], ConvolutionBackend.loaded(), scratch);
  }

  private static Activation function(org.deeplearning4j.nn.conf.layers.ActivationLayer declared) {
    var function = declared.getActivationFn();
    if (function instanceof ActivationReLU) {
      return Activation.RELU;
    }
    if (function instanceof ActivationLReLU leaky && leaky.getAlpha() == Activation.LEAK) {
      return Activation.LEAKY_RELU;
    }
    if (function instanceof ActivationTanH) {
      return Activation.TANH;
    }
    throw new IllegalArgumentException("no arithmetic for activation " + function);
  }

  private INDArray view(INDArray flat, String name) {
    TensorSlot slot = layout.slot(name);
    long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
    return flat.get(NDArrayIndex.interval(slot.offset(), slot.offset() + slot.length()))
        .reshape('c', shape);
  }
}
