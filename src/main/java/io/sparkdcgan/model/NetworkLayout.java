package io.sparkdcgan.model;

import io.sparkdcgan.model.LayerSpec.BatchNorm;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * A network's layers, and which elements of its flat arrays belong to which. Parameters stand layer
 * by layer, biases behind their weights, without batch norm's running statistics; those stand
 * apart, first all means, then all variances in the same order, so that element i of the first half
 * and of the second describe the same unit.
 *
 * @param layers in the order in which they compute
 * @param parameters trainable tensors, without gaps
 * @param statistics batch norm's running {@code mean}s, then its {@code var}s, without gaps
 * @param spectral the weights that layers divide by their spectral norms before they use them
 *     (Miyato et al. 2018): all of a network's, or none
 */
public record NetworkLayout(
    List<LayerSpec> layers,
    List<TensorSlot> parameters,
    List<TensorSlot> statistics,
    List<TensorSlot> spectral) {
  private static final String WEIGHTS = ".W";
  private static final String BIASES = ".b";

  /** The layout of a network whose layers use all weights as they are. */
  public NetworkLayout(
      List<LayerSpec> layers, List<TensorSlot> parameters, List<TensorSlot> statistics) {
    this(layers, parameters, statistics, List.of());
  }

  /**
   * The layout of a network of ours.
   *
   * @throws IllegalArgumentException if it has a layer that we never declare
   */
  static NetworkLayout of(MultiLayerConfiguration configuration) {
    List<LayerSpec> layers = LayerSpec.of(configuration);
    List<TensorSlot> parameters = new ArrayList<>();
    List<BatchNorm> norms = new ArrayList<>();
    for (LayerSpec layer : layers) {
      if (layer instanceof BatchNorm norm) {
        append(parameters, norm.name() + ".gamma", List.of(norm.units()));
        append(parameters, norm.name() + ".beta", List.of(norm.units()));
        norms.add(norm);
      } else if (!layer.weights().isEmpty()) {
        append(parameters, layer.name() + WEIGHTS, layer.weights());
        if (layer.biases() > 0) {
          append(parameters, layer.name() + BIASES, List.of(layer.biases()));
        }
      }
    }
    List<TensorSlot> statistics = new ArrayList<>();
    for (String moment : List.of(".mean", ".var")) {
      norms.forEach(norm -> append(statistics, norm.name() + moment, List.of(norm.units())));
    }
    return new NetworkLayout(layers, List.copyOf(parameters), List.copyOf(statistics));
  }

  /** The same of a network whose layers divide all weights by their spectral norms. */
  NetworkLayout withSpectralNorm() {
    List<TensorSlot> weights =
        parameters.stream().filter(slot -> slot.name().endsWith(WEIGHTS)).toList();
    return new NetworkLayout(layers, parameters, statistics, weights);
  }

  /**
   * The state of a plain network that computes what this one does: weights under spectral norm are
   * divided by it. What computes with a state, exports it or hands it to others takes it from here;
   * only training and snapshots hold the weights as they are.
   *
   * @param state as training left it; kept
   */
  public NetworkState effective(NetworkState state) {
    if (spectral.isEmpty()) {
      return state;
    }
    float[] parameters = state.parameters().clone();
    spectral.forEach(slot -> LargestSingularValue.of(slot, parameters).divide(slot, parameters));
    return new NetworkState(
        parameters,
        state.firstMoments(),
        state.secondMoments(),
        state.statistics(),
        state.updates());
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

  private static void append(List<TensorSlot> slots, String name, List<Long> shape) {
    slots.add(new TensorSlot(name, shape, end(slots)));
  }

  private static int end(List<TensorSlot> slots) {
    if (slots.isEmpty()) {
      return 0;
    }
    TensorSlot last = slots.get(slots.size() - 1);
    return last.offset() + last.length();
  }
}
