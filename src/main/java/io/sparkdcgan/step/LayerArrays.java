package io.sparkdcgan.step;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.step.Wanted.Parameters;
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
    Pass of(Wanted wanted);
  }

  private record Counted(Pass forward, Back back, boolean trainable) {}

  private final long pictures;
  private final List<Counted> layers = new ArrayList<>();

  /** The shape of what flows: [pictures, maps, edge, edge]; units are maps of one element. */
  private long maps;

  private long edge;

  private LayerArrays(MultiLayerConfiguration network, long pictures, long maps, long edge) {
    this.pictures = pictures;
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
  static LayerArrays ofGenerator(GanNetworks networks, int pictures) {
    return new LayerArrays(networks.generator(), pictures, networks.config().latentSize(), 1);
  }

  /** The discriminator's on so many pictures. */
  static LayerArrays ofDiscriminator(GanNetworks networks, int pictures) {
    NetworkConfig config = networks.config();
    return new LayerArrays(
        networks.discriminator(), pictures, ImageRecord.CHANNELS, config.imageSize());
  }

  /** What the way there asks for. */
  Pass forward() {
    return layers.stream().map(Counted::forward).reduce(Pass.NOTHING, Pass::and);
  }

  /** What the way back asks for; it goes no further than somebody wants, as {@link Tape} does. */
  Pass back(Wanted wanted) {
    int first = 0;
    while (!wanted.input() && !layers.get(first).trainable()) {
      first++;
    }
    Pass pass = Pass.NOTHING;
    for (int i = layers.size() - 1; i >= first; i--) {
      pass =
          pass.and(
              layers
                  .get(i)
                  .back()
                  .of(new Wanted(wanted.parameters(), wanted.input() || i > first)));
    }
    return pass;
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
      Pass slope = Pass.scratch(elements());
      return new Counted(slope, wanted -> slope, false);
    }
    if (declared instanceof FeedForwardLayer dense) {
      long inputs = pictures * maps;
      long weights = maps * dense.getNOut();
      maps = dense.getNOut();
      return new Counted(
          Pass.arrays(pictures * maps).and(Pass.operation(weights)),
          wanted -> Pass.arrays(wanted.input() ? inputs : 0).and(Pass.operation(weights)),
          true);
    }
    throw new IllegalArgumentException("nobody counted the arrays of " + declared);
  }

  private static Pass downBack(Convolution convolution, Wanted wanted) {
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
    long sums = (area > 1 ? pictures * maps + area : 0) + maps + pictures;
    Pass product = Pass.scratch(elements());
    return new Counted(
        Pass.arrays(elements() + 2 * sums + 6 * maps).and(product),
        wanted -> Pass.arrays(2 * sums + 4 * maps).and(product),
        true);
  }

  private long elements() {
    return pictures * maps * edge * edge;
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
      long places = pictures * smallEdge * smallEdge;
      long paddedEdge = 2 * smallEdge + kernel - 2;
      this.small = places * smallMaps;
      this.large = 4 * places * largeMaps;
      this.weights = smallMaps * largeMaps * kernel * kernel;
      long symmetricEdge = 2 * smallEdge + kernel - 4;
      this.symmetric = kernel == 4 ? 0 : pictures * largeMaps * symmetricEdge * symmetricEdge;
      this.padded = pictures * largeMaps * paddedEdge * paddedEdge;
      this.columns = places * kernel * kernel * largeMaps;
      this.unrolled = smallEdge <= UnrolledConvolution.LARGEST_EDGE;
    }

    Pass toSmall() {
      return Pass.arrays(small).and(unrolled ? columns().and(product()) : inside(1));
    }

    Pass toLarge() {
      return Pass.arrays(large).and(inside(1));
    }

    Pass toWeightsAndLarge(Wanted wanted) {
      Pass gradient = gradient(wanted);
      return unrolled
          ? gradient.and(columns()).and(placesAndProduct()).and(toLarge())
          : gradient.and(Pass.arrays(large)).and(inside(2));
    }

    Pass toWeightsAndSmall(Wanted wanted) {
      Pass result = Pass.arrays(small).and(gradient(wanted));
      if (unrolled) {
        return result.and(columns()).and(placesAndProduct()).and(product());
      }
      return result.and(Pass.arrays(symmetric)).and(inside(2));
    }

    private Pass gradient(Wanted wanted) {
      return Pass.arrays(wanted.parameters() == Parameters.ADD ? weights : 0);
    }

    private Pass columns() {
      return Pass.arrays(padded).and(Pass.scratch(columns));
    }

    /** The weights in another order, and a product of matrices. */
    private Pass product() {
      return Pass.arrays(weights + small).and(Pass.operation(weights));
    }

    private Pass placesAndProduct() {
      return Pass.arrays(small + weights).and(Pass.operation(weights));
    }

    /** oneDNN's own orders of all that goes in and out. */
    private Pass inside(int directions) {
      return Pass.operation(directions * (large + small + weights));
    }
  }
}
