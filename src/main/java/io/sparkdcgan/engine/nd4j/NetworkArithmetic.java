package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.model.LayerSpec;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.TensorSlot;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network's layers on flat arrays. The discriminator's output is its logit: the sigmoid belongs
 * to the loss. Owns its arrays, which go with {@link #close}; belongs to the caller's thread.
 */
public final class NetworkArithmetic implements AutoCloseable {
  private record Named(String name, Layer layer) {}

  private final NetworkLayout layout;
  private final List<Named> layers;
  private final INDArray parameters;
  private final INDArray gradients;
  private final INDArray statistics;
  private final Scratch scratch = new Scratch();

  /** A network whose parameters and statistics are zero until they are written. */
  public NetworkArithmetic(NetworkLayout layout, DataType type) {
    this.layout = layout;
    this.parameters = Nd4j.create(type, layout.parameterCount());
    this.gradients = Nd4j.create(type, layout.parameterCount());
    this.statistics = Nd4j.create(type, layout.statisticCount());
    LayerSpec.Reader<Layer> reader = new Made();
    this.layers =
        layout.layers().stream().map(spec -> new Named(spec.name(), spec.read(reader))).toList();
  }

  /** What the layers compute with, flat; writing to it changes the network. */
  public INDArray parameters() {
    return parameters;
  }

  /** Gradients of the parameters as the last backward pass left them, flat. */
  INDArray gradients() {
    return gradients;
  }

  /** Running means, then variances, flat; writing to it changes the network. */
  public INDArray statistics() {
    return statistics;
  }

  /** Takes over the parameters, as they are, and running statistics of a state. */
  public void load(NetworkState state) {
    FloatCopy.into(parameters, state.parameters());
    loadStatistics(state);
  }

  /** Takes over the running statistics of a state. */
  void loadStatistics(NetworkState state) {
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
  public INDArray infer(INDArray input) {
    return infer(input, (name, activations) -> {});
  }

  /**
   * Output by running statistics; {@code seen} is shown each activation by its layer's name, before
   * another layer may write over it.
   */
  public INDArray infer(INDArray input, BiConsumer<String, INDArray> seen) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = named.layer().infer(flowing);
      if (named.layer() instanceof ElementwiseLayer.Activation) {
        seen.accept(named.name(), flowing);
      }
    }
    return flowing;
  }

  /**
   * The output of the activation layer of this name by running statistics; {@code tape} learns how
   * to go back from there to the input.
   *
   * @param rule what becomes of the gradient at each activation, before the activation's own
   *     derivative
   * @throws IllegalArgumentException if there is no such layer
   */
  public INDArray trace(INDArray input, String last, UnaryOperator<INDArray> rule, Tape tape) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = named.layer().trace(flowing, tape);
      if (named.layer() instanceof ElementwiseLayer.Activation) {
        tape.add((gradient, wanted) -> rule.apply(gradient));
      }
      if (named.name().equals(last)) {
        return flowing;
      }
    }
    throw new IllegalArgumentException("the network has no layer " + last);
  }

  /** Output by the statistics of this batch, which the running ones are replaced by. */
  public INDArray calibrate(INDArray input) {
    INDArray flowing = input;
    for (Named named : layers) {
      flowing = named.layer().calibrate(flowing);
    }
    return flowing;
  }

  /** A copy of the running statistics. */
  public float[] copyOfStatistics() {
    return FloatCopy.of(statistics);
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

  private INDArray view(INDArray flat, String name) {
    TensorSlot slot = layout.slot(name);
    long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
    return flat.get(NDArrayIndex.interval(slot.offset(), slot.offset() + slot.length()))
        .reshape('c', shape);
  }

  /** The layers' arithmetic on views of this network's arrays. */
  private final class Made implements LayerSpec.Reader<Layer> {
    @Override
    public Layer dense(LayerSpec.Dense spec) {
      return biased(spec, new WeightLayer.Dense(weights(spec), weightGradients(spec)));
    }

    @Override
    public Layer convolution(LayerSpec.Convolution spec) {
      return biased(
          spec,
          new WeightLayer.Convolution(
              geometry(spec.kernel()), weights(spec), weightGradients(spec)));
    }

    @Override
    public Layer deconvolution(LayerSpec.Deconvolution spec) {
      return new WeightLayer.Deconvolution(
          geometry(spec.kernel()), weights(spec), weightGradients(spec));
    }

    @Override
    public Layer batchNorm(LayerSpec.BatchNorm spec) {
      return new BatchNormLayer(
          view(parameters, spec.name() + ".gamma"),
          view(parameters, spec.name() + ".beta"),
          view(gradients, spec.name() + ".gamma"),
          view(gradients, spec.name() + ".beta"),
          view(statistics, spec.name() + ".mean"),
          view(statistics, spec.name() + ".var"),
          spec.epsilon(),
          spec.decay(),
          scratch);
    }

    @Override
    public Layer activation(LayerSpec.Activation spec) {
      return new ElementwiseLayer.Activation(spec.function(), scratch);
    }

    @Override
    public Layer dropout(LayerSpec.Dropout spec) {
      return new ElementwiseLayer.Dropout(spec.kept());
    }

    @Override
    public Layer reshape(LayerSpec.Reshape spec) {
      return new ElementwiseLayer.Reshape(spec.shape());
    }

    private Layer biased(LayerSpec spec, WeightLayer layer) {
      String name = spec.name() + ".b";
      return spec.biases() == 0
          ? layer
          : new BiasedLayer(layer, view(parameters, name), view(gradients, name));
    }

    private ConvolutionGeometry geometry(int kernel) {
      return new ConvolutionGeometry(kernel, ConvolutionGeometry.Backend.loaded(), scratch);
    }

    private INDArray weights(LayerSpec spec) {
      return view(parameters, spec.name() + ".W");
    }

    private INDArray weightGradients(LayerSpec spec) {
      return view(gradients, spec.name() + ".W");
    }
  }
}
