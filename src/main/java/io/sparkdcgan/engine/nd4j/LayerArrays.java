package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.engine.nd4j.GradientRequest.Parameters;
import io.sparkdcgan.model.GanNetworks;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * Which arrays a network's layers ask for on a batch on a CPU: the layers' own code, read as a sum.
 * A test holds it against the workspaces of steps that were taken.
 */
final class LayerArrays {
  /** How a layer goes back. */
  private interface Back {
    Footprint of(GradientRequest wanted);
  }

  private record Counted(Footprint forward, Back back, boolean trainable) {}

  private final long images;
  private final List<Counted> layers = new ArrayList<>();

  /** The shape of what flows: [images, maps, edge, edge]; units are maps of one element. */
  private long maps;

  private long edge;

  private LayerArrays(MultiLayerConfiguration network, long images, long maps, long edge) {
    this.images = images;
    this.maps = maps;
    this.edge = edge;
    for (int i = 0; i < network.getConfs().size(); i++) {
      if (network.getInputPreProcess(i) instanceof FeedForwardToCnnPreProcessor toMaps) {
        this.edge = toMaps.getInputHeight();
        this.maps = toMaps.getNumChannels();
      } else if (network.getInputPreProcess(i) instanceof CnnToFeedForwardPreProcessor) {
        this.maps *= this.edge * this.edge;
        this.edge = 1;
      }
      layers.add(counted(network.getConf(i).getLayer()));
    }
  }

  /** The generator's on so many latents. */
  static LayerArrays ofGenerator(GanNetworks networks, int images) {
    return new LayerArrays(networks.generator(), images, networks.config().latentSize(), 1);
  }

  /** The discriminator's on so many images. */
  static LayerArrays ofDiscriminator(GanNetworks networks, int images) {
    NetworkConfig config = networks.config();
    return new LayerArrays(
        networks.discriminator(), images, ImageRecord.CHANNELS, config.imageSize());
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

  private Counted counted(Layer declared) {
    if (declared instanceof BatchNormalization) {
      return batchNorm();
    }
    if (declared instanceof Deconvolution2D up) {
      Convolution convolution = new Convolution(up.getKernelSize()[0], maps, up.getNOut(), edge);
      maps = up.getNOut();
      edge *= 2;
      return new Counted(
          convolution.toLarge(),
          wanted ->
              wanted.anyParameters()
                  ? convolution.toWeightsAndSmall(wanted)
                  : convolution.toSmall(),
          true);
    }
    if (declared instanceof ConvolutionLayer down) {
      Convolution convolution =
          new Convolution(down.getKernelSize()[0], down.getNOut(), maps, edge / 2);
      maps = down.getNOut();
      edge /= 2;
      return new Counted(convolution.toSmall(), wanted -> downBack(convolution, wanted), true);
    }
    if (declared instanceof org.deeplearning4j.nn.conf.layers.ActivationLayer) {
      // In place, but for the slope and for what leaks.
      Footprint slope = Footprint.scratch(elements());
      return new Counted(slope, wanted -> slope, false);
    }
    if (declared instanceof FeedForwardLayer dense) {
      long inputs = images * maps;
      long weights = maps * dense.getNOut();
      maps = dense.getNOut();
      return new Counted(
          Footprint.arrays(images * maps).and(Footprint.operation(weights)),
          wanted -> Footprint.arrays(wanted.input() ? inputs : 0).and(Footprint.operation(weights)),
          true);
    }
    throw new IllegalArgumentException("nobody counted the arrays of " + declared);
  }

  private static Footprint downBack(Convolution convolution, GradientRequest wanted) {
    if (!wanted.anyParameters()) {
      return convolution.toLarge();
    }
    return wanted.input()
        ? convolution.toWeightsAndLarge(wanted)
        : convolution.toWeightsAndSmall(wanted);
  }

  /** {@link BatchNormLayer}: two sums each way, with the ones that they are products with. */
  private Counted batchNorm() {
    long area = edge * edge;
    long sums = (area > 1 ? images * maps + area : 0) + maps + images;
    Footprint product = Footprint.scratch(elements());
    return new Counted(
        Footprint.arrays(elements() + 2 * sums + 6 * maps).and(product),
        wanted -> Footprint.arrays(2 * sums + 4 * maps).and(product),
        true);
  }

  private long elements() {
    return images * maps * edge * edge;
  }

  /** {@link ConvolutionGeometry} between [n, S, e, e] and [n, L, 2e, 2e]. */
  private final class Convolution {
    private final long small;
    private final long large;
    private final long weights;
    private final long padded;
    private final long symmetric;
    private final long columns;
    private final boolean unrolled;

    Convolution(long kernel, long smallMaps, long largeMaps, long smallEdge) {
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
