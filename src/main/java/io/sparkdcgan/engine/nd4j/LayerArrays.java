package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.engine.nd4j.StepMemory.Footprint;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest.Parameters;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.LayerSpec;
import io.sparkdcgan.model.NetworkLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Which arrays a network's layers ask for on a batch on a CPU: the layers' own code, read as a sum.
 * A test holds it against the workspaces of steps that were taken.
 */
final class LayerArrays implements LayerSpec.Reader<LayerArrays.Counted> {
  /** How a layer goes back. */
  interface Back {
    Footprint of(GradientRequest wanted);
  }

  /** What one layer asks for. */
  record Counted(Footprint forward, Back back, boolean trainable) {}

  private final long images;
  private final List<Counted> layers = new ArrayList<>();

  /** The shape of what flows: [images, maps, edge, edge]; units are maps of one element. */
  private long maps;

  private long edge;

  private LayerArrays(NetworkLayout network, long images, long maps, long edge) {
    this.images = images;
    this.maps = maps;
    this.edge = edge;
    network.layers().forEach(layer -> layers.add(layer.read(this)));
  }

  /** The generator's on so many latents. */
  static LayerArrays ofGenerator(GanNetworks networks, int images) {
    return new LayerArrays(networks.generatorLayout(), images, networks.config().latentSize(), 1);
  }

  /** The discriminator's on so many images. */
  static LayerArrays ofDiscriminator(GanNetworks networks, int images) {
    int edge = networks.config().imageSize();
    return new LayerArrays(networks.discriminatorLayout(), images, ImageRecord.CHANNELS, edge);
  }

  /** What the way there asks for. */
  Footprint forward() {
    return layers.stream().map(Counted::forward).reduce(Footprint.NOTHING, Footprint::and);
  }

  /** What the way back asks for; it goes no further than somebody wants, as {@link Tape} does. */
  Footprint back(GradientRequest wanted) {
    int first = 0;
    while (!wanted.input() && !layers.get(first).trainable()) {
      first++;
    }
    Footprint footprint = Footprint.NOTHING;
    for (int i = layers.size() - 1; i >= first; i--) {
      footprint =
          footprint.and(
              layers
                  .get(i)
                  .back()
                  .of(new GradientRequest(wanted.parameters(), wanted.input() || i > first)));
    }
    return footprint;
  }

  @Override
  public Counted dense(LayerSpec.Dense layer) {
    long inputs = images * layer.inputs();
    long weights = layer.inputs() * layer.outputs();
    maps = layer.outputs();
    return new Counted(
        Footprint.arrays(images * maps).and(Footprint.operation(weights)),
        biased(
            layer,
            wanted ->
                Footprint.arrays(wanted.input() ? inputs : 0).and(Footprint.operation(weights))),
        true);
  }

  @Override
  public Counted convolution(LayerSpec.Convolution layer) {
    edge /= 2;
    maps = layer.outputs();
    Geometry convolution = new Geometry(layer.kernel(), layer.outputs(), layer.inputs(), edge);
    return new Counted(
        convolution.toSmall(), biased(layer, wanted -> downBack(convolution, wanted)), true);
  }

  @Override
  public Counted deconvolution(LayerSpec.Deconvolution layer) {
    Geometry convolution = new Geometry(layer.kernel(), layer.inputs(), layer.outputs(), edge);
    edge *= 2;
    maps = layer.outputs();
    return new Counted(
        convolution.toLarge(),
        wanted ->
            wanted.anyParameters() ? convolution.toWeightsAndSmall(wanted) : convolution.toSmall(),
        true);
  }

  /** {@link BatchNormLayer}: two sums each way, with the ones that they are products with. */
  @Override
  public Counted batchNorm(LayerSpec.BatchNorm layer) {
    long sums = sums();
    Footprint product = Footprint.scratch(elements());
    return new Counted(
        Footprint.arrays(elements() + 2 * sums + 6 * maps).and(product),
        wanted -> Footprint.arrays(2 * sums + 4 * maps).and(product),
        true);
  }

  /** In place, but for the slope and for what leaks. */
  @Override
  public Counted activation(LayerSpec.Activation layer) {
    Footprint slope = Footprint.scratch(elements());
    return new Counted(slope, wanted -> slope, false);
  }

  @Override
  public Counted dropout(LayerSpec.Dropout layer) {
    throw new IllegalArgumentException("nobody counted the arrays of " + layer);
  }

  @Override
  public Counted reshape(LayerSpec.Reshape layer) {
    maps = layer.shape().get(0);
    edge = layer.shape().size() == 1 ? 1 : layer.shape().get(1);
    return new Counted(Footprint.NOTHING, wanted -> Footprint.NOTHING, false);
  }

  /** {@link BiasedLayer}: the sum of the gradient, with the ones that it is a product with. */
  private Back biased(LayerSpec layer, Back weights) {
    Footprint sums = Footprint.arrays(layer.biases() > 0 ? sums() : 0);
    return wanted -> wanted.anyParameters() ? weights.of(wanted).and(sums) : weights.of(wanted);
  }

  /** {@link FeatureMaps#sums} of what flows. */
  private long sums() {
    long area = edge * edge;
    return (area > 1 ? images * maps + area : 0) + maps + images;
  }

  private static Footprint downBack(Geometry convolution, GradientRequest wanted) {
    if (!wanted.anyParameters()) {
      return convolution.toLarge();
    }
    return wanted.input()
        ? convolution.toWeightsAndLarge(wanted)
        : convolution.toWeightsAndSmall(wanted);
  }

  private long elements() {
    return images * maps * edge * edge;
  }

  /** {@link ConvolutionGeometry} between [n, S, e, e] and [n, L, 2e, 2e]. */
  private final class Geometry {
    private final long small;
    private final long large;
    private final long weights;
    private final long padded;
    private final long symmetric;
    private final long columns;
    private final boolean unrolled;

    Geometry(long kernel, long smallMaps, long largeMaps, long smallEdge) {
      long places = images * smallEdge * smallEdge;
      long paddedEdge = 2 * smallEdge + kernel - 2;
      this.small = places * smallMaps;
      this.large = 4 * places * largeMaps;
      this.weights = smallMaps * largeMaps * kernel * kernel;
      long symmetricEdge = 2 * smallEdge + kernel - 4;
      this.symmetric = kernel == 4 ? 0 : images * largeMaps * symmetricEdge * symmetricEdge;
      this.padded = images * largeMaps * paddedEdge * paddedEdge;
      this.columns = places * kernel * kernel * largeMaps;
      this.unrolled = smallEdge <= UnrolledConvolution.LARGEST_EDGE;
    }

    Footprint toSmall() {
      return Footprint.arrays(small).and(unrolled ? columns().and(product()) : inside(1));
    }

    Footprint toLarge() {
      return Footprint.arrays(large).and(inside(1));
    }

    Footprint toWeightsAndLarge(GradientRequest wanted) {
      Footprint gradient = gradient(wanted);
      return unrolled
          ? gradient.and(columns()).and(placesAndProduct()).and(toLarge())
          : gradient.and(Footprint.arrays(large)).and(inside(2));
    }

    Footprint toWeightsAndSmall(GradientRequest wanted) {
      Footprint result = Footprint.arrays(small).and(gradient(wanted));
      if (unrolled) {
        return result.and(columns()).and(placesAndProduct()).and(product());
      }
      return result.and(Footprint.arrays(symmetric)).and(inside(2));
    }

    private Footprint gradient(GradientRequest wanted) {
      return Footprint.arrays(wanted.parameters() == Parameters.ADD ? weights : 0);
    }

    private Footprint columns() {
      return Footprint.arrays(padded).and(Footprint.scratch(columns));
    }

    /** The weights in another order, and a product of matrices. */
    private Footprint product() {
      return Footprint.arrays(weights + small).and(Footprint.operation(weights));
    }

    private Footprint placesAndProduct() {
      return Footprint.arrays(small + weights).and(Footprint.operation(weights));
    }

    /** oneDNN's own orders of all that goes in and out. */
    private Footprint inside(int directions) {
      return Footprint.operation(directions * (large + small + weights));
    }
  }
}
