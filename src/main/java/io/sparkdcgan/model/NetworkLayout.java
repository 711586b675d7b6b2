package io.sparkdcgan.model;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Which elements of a network's flat arrays belong to which layer. Parameters stand in the order of
 * DL4J's own flat vector, without batch norm's running statistics; those stand apart, first all
 * means, then all variances in the same order, so that element i of the first half and of the
 * second describe the same unit.
 *
 * @param parameters trainable tensors, without gaps
 * @param statistics batch norm's running {@code mean}s, then its {@code var}s, without gaps
 */
public record NetworkLayout(List<TensorSlot> parameters, List<TensorSlot> statistics) {

  /**
   * The layout of a network of ours.
   *
   * @throws IllegalArgumentException if it has a layer with parameters that we never declare
   */
  static NetworkLayout of(MultiLayerConfiguration configuration) {
    List<TensorSlot> parameters = new ArrayList<>();
    List<BatchNormalization> norms = new ArrayList<>();
    for (var layerConfiguration : configuration.getConfs()) {
      Layer layer = layerConfiguration.getLayer();
      String name = layer.getLayerName();
      if (layer instanceof BatchNormalization norm) {
        append(parameters, name + ".gamma", norm.getNOut());
        append(parameters, name + ".beta", norm.getNOut());
        norms.add(norm);
      } else if (layer instanceof Deconvolution2D up) {
        int[] kernel = up.getKernelSize();
        append(parameters, name + ".W", up.getNIn(), up.getNOut(), kernel[0], kernel[1]);
      } else if (layer instanceof ConvolutionLayer down) {
        int[] kernel = down.getKernelSize();
        append(parameters, name + ".W", down.getNOut(), down.getNIn(), kernel[0], kernel[1]);
      } else if (layer instanceof FeedForwardLayer dense && !(layer instanceof DropoutLayer)) {
        // DL4J lays [inputs, outputs] out in Fortran order, which is [outputs, inputs] in C order.
        append(parameters, name + ".W", dense.getNOut(), dense.getNIn());
      }
    }
    List<TensorSlot> statistics = new ArrayList<>();
    for (String moment : List.of(".mean", ".var")) {
      norms.forEach(norm -> append(statistics, norm.getLayerName() + moment, norm.getNOut()));
    }
    return new NetworkLayout(List.copyOf(parameters), List.copyOf(statistics));
  }

  /** Trainable parameters of the network. */
  public int parameterCount() {
    return end(parameters);
  }

  /** Running means and variances of the network. */
  public int statisticCount() {
    return end(statistics);
  }

  /**
   * The tensor of this name, among parameters or statistics.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TensorSlot slot(String name) {
    for (List<TensorSlot> slots : List.of(parameters, statistics)) {
      for (TensorSlot slot : slots) {
        if (slot.name().equals(name)) {
          return slot;
        }
      }
    }
    throw new IllegalArgumentException("the network has no tensor " + name);
  }

  private static void append(List<TensorSlot> slots, String name, long... shape) {
    List<Long> dimensions = new ArrayList<>();
    for (long dimension : shape) {
      dimensions.add(dimension);
    }
    slots.add(new TensorSlot(name, List.copyOf(dimensions), end(slots)));
  }

  private static int end(List<TensorSlot> slots) {
    if (slots.isEmpty()) {
      return 0;
    }
    TensorSlot last = slots.get(slots.size() - 1);
    return last.offset() + last.length();
  }
}
