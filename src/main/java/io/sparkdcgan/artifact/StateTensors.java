package io.sparkdcgan.artifact;

import io.sparkdcgan.artifact.TensorEntry.ElementType;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.TensorSlot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a state under their names, each with the place of its elements in memory: {@code
 * generator.<slot>} and {@code discriminator.<slot>} for parameters and statistics, {@code .m} and
 * {@code .v} appended for Adam's moments.
 */
final class StateTensors {
  private final Map<String, Place> places = new LinkedHashMap<>();

  /** Where one tensor's elements are: a part of an array that belongs to a network's state. */
  static final class Place {
    private final String name;
    private final TensorSlot slot;
    private final float[] values;

    private Place(String name, TensorSlot slot, float[] values) {
      this.name = name;
      this.slot = slot;
      this.values = values;
    }

    String name() {
      return name;
    }

    TensorSlot slot() {
      return slot;
    }

    /** Holds the tensor from {@code slot().offset()} on; not copied. */
    float[] values() {
      return values;
    }

    /** As {@link Finite#check}. */
    void checkFinite() {
      Finite.check(values, slot.offset(), slot.length(), name, 0);
    }
  }

  void add(String network, NetworkLayout layout, NetworkState state) {
    add(network, "", layout.parameters(), state.parameters());
    add(network, "", layout.statistics(), state.statistics());
    add(network, ".m", layout.parameters(), state.firstMoments());
    add(network, ".v", layout.parameters(), state.secondMoments());
  }

  /** In the order of the file. */
  List<Place> all() {
    return List.copyOf(places.values());
  }

  Place of(TensorEntry tensor) {
    return places.get(tensor.name());
  }

  /**
   * Compares a file's tensors with the expected ones.
   *
   * @throws Failure {@code SNAPSHOT} naming the first difference
   */
  void check(SafeTensors file) {
    Map<String, TensorEntry> found = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> found.put(tensor.name(), tensor));
    for (Place place : places.values()) {
      TensorEntry tensor = found.get(place.name());
      if (tensor == null) {
        throw differs(place.name() + " is missing");
      }
      if (tensor.type() != ElementType.F32 || !tensor.shape().equals(place.slot().shape())) {
        throw differs(
            "%s is %s%s, but must be F32%s"
                .formatted(place.name(), tensor.type(), tensor.shape(), place.slot().shape()));
      }
    }
    for (TensorEntry tensor : file.tensors()) {
      if (!places.containsKey(tensor.name())) {
        throw differs(tensor.name() + " is unknown");
      }
    }
  }

  private static Failure differs(String how) {
    return new Failure(
        ExitCode.SNAPSHOT, "the state is of other networks than the configuration's: " + how);
  }

  private void add(String network, String suffix, List<TensorSlot> slots, float[] values) {
    for (TensorSlot slot : slots) {
      if (slot.offset() + (long) slot.length() > values.length) {
        throw new IllegalArgumentException(
            "%s.%s%s ends at %d, but there are %d elements"
                .formatted(
                    network,
                    slot.name(),
                    suffix,
                    slot.offset() + (long) slot.length(),
                    values.length));
      }
      Place place = new Place(network + "." + slot.name() + suffix, slot, values);
      if (places.put(place.name(), place) != null) {
        throw new IllegalArgumentException("two tensors are called " + place.name());
      }
    }
  }
}
