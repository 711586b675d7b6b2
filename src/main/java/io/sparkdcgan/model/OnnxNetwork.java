package io.sparkdcgan.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Hands a network to whatever opens ONNX, opset {@value OnnxGraph#OPSET}. Batch norm goes by the
 * running statistics of the state, and weights under spectral norm are divided by it; the batch is
 * any number of rows, dimension {@code n}.
 */
public final class OnnxNetwork implements LayerSpec.Reader<OnnxGraph> {
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
    this.state = layout.effective(state);
    this.graph = graph;
  }

  /** The generator: {@value #LATENTS} in, {@value #IMAGES} out. */
  public static byte[] generator(GanNetworks networks, NetworkState generator) {
    OnnxGraph graph = new OnnxGraph("generator", LATENTS, networks.config().latentSize());
    return new OnnxNetwork(networks.generatorLayout(), generator, graph)
        .endingIn(IMAGES, images(networks));
  }

  /** The discriminator: {@value #IMAGES} in, {@value #VERDICTS} out. */
  public static byte[] discriminator(GanNetworks networks, NetworkState discriminator) {
    OnnxGraph graph = new OnnxGraph("discriminator", IMAGES, images(networks));
    return new OnnxNetwork(networks.discriminatorLayout(), discriminator, graph)
        .endingIn(VERDICTS, 1);
  }

  private static long[] images(GanNetworks networks) {
    int edge = networks.config().imageSize();
    return new long[] {LayerDefaults.CHANNELS, edge, edge};
  }

  private byte[] endingIn(String output, long... shape) {
    layout.layers().forEach(layer -> layer.read(this));
    return graph.endingIn(output, shape).toByteArray();
  }

  @Override
  public OnnxGraph dense(LayerSpec.Dense layer) {
    graph.node("Gemm", weights(layer), OnnxGraph.attribute("transB", 1));
    return layer.sigmoid() ? graph.node("Sigmoid", List.of()) : graph;
  }

  @Override
  public OnnxGraph convolution(LayerSpec.Convolution layer) {
    return graph.node("Conv", weights(layer), halving(layer.kernel()));
  }

  @Override
  public OnnxGraph deconvolution(LayerSpec.Deconvolution layer) {
    return graph.node("ConvTranspose", weights(layer), halving(layer.kernel()));
  }

  @Override
  public OnnxGraph batchNorm(LayerSpec.BatchNorm layer) {
    return graph.node(
        "BatchNormalization",
        tensors(layer, "gamma", "beta", "mean", "var"),
        OnnxGraph.attribute("epsilon", (float) layer.epsilon()));
  }

  @Override
  public OnnxGraph activation(LayerSpec.Activation layer) {
    return switch (layer.function()) {
      case RELU -> graph.node("Relu", List.of());
      case LEAKY_RELU ->
          graph.node("LeakyRelu", List.of(), OnnxGraph.attribute("alpha", (float) LayerSpec.LEAK));
      case TANH -> graph.node("Tanh", List.of());
    };
  }

  @Override
  public OnnxGraph dropout(LayerSpec.Dropout layer) {
    throw new IllegalArgumentException("no ONNX for layer " + layer);
  }

  @Override
  public OnnxGraph reshape(LayerSpec.Reshape layer) {
    if (layer.shape().size() == 1) {
      return graph.node("Flatten", List.of(), OnnxGraph.attribute("axis", 1));
    }
    // 0 leaves the batch as it is
    long[] shape =
        LongStream.concat(LongStream.of(0), layer.shape().stream().mapToLong(Long::longValue))
            .toArray();
    graph.constant(layer.name(), shape);
    return graph.node("Reshape", List.of(layer.name()));
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
  private List<String> tensors(LayerSpec layer, String... parameters) {
    return Arrays.stream(parameters)
        .map(parameter -> tensor(layer.name() + "." + parameter))
        .toList();
  }

  /** The same of a layer with weights, and biases if it has them. */
  private List<String> weights(LayerSpec layer) {
    return layer.biases() > 0 ? tensors(layer, "W", "b") : tensors(layer, "W");
  }

  private String tensor(String name) {
    TensorSlot slot = layout.slot(name);
    boolean running = layout.statistics().contains(slot);
    float[] flat = running ? state.statistics() : state.parameters();
    graph.constant(slot, flat);
    return name;
  }
}
