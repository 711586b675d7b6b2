package io.sparkdcgan.model;

import java.util.List;

/**
 * Where one named tensor lies in a network's flat array, in C order.
 *
 * @param name layer and parameter, for example {@code up1.W} or {@code up1-norm.gamma}
 * @param shape for example [512, 256, 5, 5]; a dense weight is [outputs, inputs]
 * @param offset index of its first element in the flat array
 */
public record TensorSlot(String name, List<Long> shape, int offset) {
  /** Elements of the tensor. */
  public int length() {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }
}
