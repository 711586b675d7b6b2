package io.sparkdcgan.benchmark;

import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.TensorSlot;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many floating point operations the multiplications of a step take, if each is done once: a
 * multiplication and an addition for every weight, image and place of its feature map.
 */
final class StepArithmetic {
  private final GanNetworks networks;
  private final int batch;

  StepArithmetic(GanNetworks networks, int batch) {
    this.networks = networks;
    this.batch = batch;
  }

  /**
   * Of one part of a step, once.
   *
   * @param part as {@link io.sparkdcgan.engine.StepClock} names it
   * @return 0 for parts that multiply no weights
   */
  double gigaflop(String part) {
    String[] words = part.split(" ", 3);
    if (words.length < 3) {
      return 0;
    }
    int products = words[2].equals("back to parameters and input") ? 2 : 1;
    return slots(words[0])
        .filter(slot -> slot.name().equals(words[1] + ".W"))
        .mapToDouble(slot -> products * gigaflop(slot))
        .sum();
  }

  private double gigaflop(TensorSlot slot) {
    return 2.0 * batch * slot.length() * places(slot.shape()) * 1e-9;
  }

  /** Convolutions meet every weight once for each place on their small side. */
  private long places(List<Long> shape) {
    if (shape.size() < 4) {
      return 1;
    }
    // Maps double as the edge halves, so that maps times edge stays the same on the small side.
    long edge = (long) networks.config().width() * networks.config().imageSize() / 2 / shape.get(0);
    return edge * edge;
  }

  private Stream<TensorSlot> slots(String network) {
    return (network.equals("generator")
            ? networks.generatorLayout()
            : networks.discriminatorLayout())
        .parameters().stream();
  }
}
