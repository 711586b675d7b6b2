package io.sparkdcgan.model;

import java.util.Arrays;
import java.util.List;
import onnx.Onnx.ModelProto;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * Hands a network to whatever opens ONNX, opset {@value OnnxGraph#OPSET}, read off its DL4J
 * configuration as our own arithmetic is. Batch norm goes by the running statistics of the state;
 * the batch is any number of rows, dimension {@code n}.
 */
public final class OnnxNetwork {
  /** What a generator takes: [n, latent size]. */
  public static final String LATENTS = "latents";

  /** What a generator gives and a discriminator takes: [n, 3, S, S] in [-1, 1]. */
  public static final String IMAGES = "pictures";

  /** What a discriminator gives: [n, 1], the probability that an image is real. */
  public static final String VERDICTS = "verdicts";

  private final NetworkLayout layout;
  private final NetworkState state;
  private final OnnxGraph graph;

  private OnnxNetwork(NetworkLayout layout, NetworkState state, OnnxGraph graph) {
    this.layout = layout;
    this.state = state;
    this.graph = graph;
  }

  /** The generator: {@value #LATENTS} in, {@value #IMAGES} out. */
  public static byte[] generator(GanNetworks networks, NetworkState generator) {
    OnnxGraph graph = new OnnxGraph("generator", LATENTS, networks.config().latentSize());
    ModelProto model =
        new OnnxNetwork(networks.generatorLayout(), generator, graph)
            .of(networks.generator(), IMAGES, images(networks));
    return model.toByteArray();
  }

  /** The discriminator: {@value #IMAGES} in, {@value #VERDICTS} out. */
  public static byte[] discriminator(GanNetworks networks, NetworkState discriminator) {
    OnnxGraph graph = new OnnxGraph("discriminator", IMAGES, images(networks));
    ModelProto model =
        new OnnxNetwork(networks.discriminatorLayout(), discriminator, graph)
            .of(networks.discriminator(), VERDICTS, 1);
    return model.toByteArray();
  }

  private static long[] images(GanNetworks networks) {
    int edge = networks.config().imageSize();
    return new long[] {LayerDefaults.CHANNELS, edge, edge};
  }

  private ModelProto of(MultiLayerConfiguration configuration, String output, long... shape) {
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      addReshape(i, configuration.getInputPreProcess(i));
      add(configuration.getConf(i).getLayer());
    }
    return graph.endingIn(output, shape);
  }

  private void addReshape(int layer, InputPreProcessor between) {
    String name = "shape" + layer;
    if (between instanceof FeedForwardToCnnPreProcessor toMaps) {
      // 0 leaves the batch as it is
      graph.constant(
          name, 0, toMaps.getNumChannels(), toMaps.getInputHeight(), toMaps.getInputWidth());
      graph.node("Reshape", List.of(name));
    } else if (between instanceof CnnToFeedForwardPreProcessor) {
      graph.node("Flatten", List.of(), OnnxGraph.attribute("axis", 1));
    }
  }

  private void add(Layer layer) {
    String name = layer.getLayerName();
    if (layer instanceof BatchNormalization norm) {
      graph.node(
          "BatchNormalization",
          tensors(name, "gamma", "beta", "mean", "var"),
          OnnxGraph.attribute("epsilon", (float) norm.getEps()));
    } else if (layer instanceof Deconvolution2D up) {
      graph.node("ConvTranspose", tensors(name, "W"), halving(up.getKernelSize()[0]));
    } else if (layer instanceof ConvolutionLayer down) {
      graph.node("Conv", tensors(name, "W"), halving(down.getKernelSize()[0]));
    } else if (layer instanceof ActivationLayer activation) {
      add(name, activation.getActivationFn());
    } else if (layer instanceof FeedForwardLayer) {
      graph.node("Gemm", tensors(name, "W"), OnnxGraph.attribute("transB", 1));
      if (layer instanceof OutputLayer) {
        graph.node("Sigmoid", List.of());
      }
    } else {
      throw new IllegalArgumentException("no ONNX for layer " + name + ": " + layer);
    }
  }

  private void add(String name, IActivation function) {
    if (function instanceof ActivationReLU) {
      graph.node("Relu", List.of());
    } else if (function instanceof ActivationLReLU leaky) {
      graph.node("LeakyRelu", List.of(), OnnxGraph.attribute("alpha", (float) leaky.getAlpha()));
    } else if (function instanceof ActivationTanH) {
      graph.node("Tanh", List.of());
    } else {
      throw new IllegalArgumentException("no ONNX for activation " + name + ": " + function);
    }
  }

  /** Stride 2 between an edge and its half, in either direction: the odd pad stands at the end. */
  private static OnnxGraph.Attribute[] halving(int kernel) {
    int begin = (kernel - 2) / 2;
    int end = kernel - 2 - begin;
    return new OnnxGraph.Attribute[] {
      OnnxGraph.attribute("kernel_shape", kernel, kernel),
      OnnxGraph.attribute("strides", 2, 2),
      OnnxGraph.attribute("pads", begin, begin, end, end)
    };
  }

  /** Adds a layer's tensors to the graph and names them. */
  private List<String> tensors(String layer, String... parameters) {
    return Arrays.stream(parameters).map(parameter -> tensor(layer + "." + parameter)).toList();
  }

  private String tensor(String name) {
    TensorSlot slot = layout.slot(name);
    boolean running = layout.statistics().contains(slot);
    float[] flat = running ? state.statistics() : state.parameters();
    graph.constant(slot, flat);
    return name;
  }
}
