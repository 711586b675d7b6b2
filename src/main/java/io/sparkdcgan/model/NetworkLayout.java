package io.sparkdcgan.model;

import java.util.List;

/**
 * Which elements of a network's flat arrays belong to which layer, in the order of the DL4J
 * network's own flat parameter vector, with batch norm's running statistics apart.
 *
 * @param parameters trainable tensors, without gaps
 * @param statistics batch norm's running {@code mean} and {@code var}, without gaps
 */
public record NetworkLayout(List<TensorSlot> parameters, List<TensorSlot> statistics) {

  /** Trainable parameters of the network. */
  public int parameterCount() {
    return parameters.stream().mapToInt(TensorSlot::length).sum();
  }

  /** Running means and variances of the network. */
  public int statisticCount() {
    return statistics.stream().mapToInt(TensorSlot::length).sum();
  }
}
