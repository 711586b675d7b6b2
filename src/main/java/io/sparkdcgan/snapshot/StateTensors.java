package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.snapshot.TensorEntry.ElementType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a state under their names, each with the place of its elements in memory: {@code
 * generator.<slot>} and {@code discriminator.<slot>} for parameters and statistics, {@code .m} and
 * {@code .v} appended for Adam's moments, and, where rounds remember them, {@code .velocity} for
 * the outer optimizer's and {@code .mean-over-rounds} for the generator's moving mean.
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

  /** All tensors of a state; of what its memory leaves empty there is none. */
  static StateTensors of(NetworkLayout generator, NetworkLayout discriminator, GanState state) {
    StateTensors tensors = new StateTensors();
    for (TensorGroup group : TensorGroup.all(generator, discriminator)) {
      float[] values = group.values().apply(state);
      if (!group.optional() || values.length > 0) {
        tensors.add(group, values);
      }
    }
    return tensors;
  }

  /** In the order of the file. */
  List<Place> all() {
    return List.copyOf(places.values());
  }

  Place of(TensorEntry tensor) {
    return places.get(tensor.name());
  }

  /**
   * Compares a file's tensors with those of these layouts, before any memory is made for them.
   *
   * @throws Failure {@code SNAPSHOT} naming the first difference
   */
  static void check(SafeTensors file, NetworkLayout generator, NetworkLayout discriminator) {
    Map<String, TensorEntry> found = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> found.put(tensor.name(), tensor));
    for (TensorGroup group : TensorGroup.all(generator, discriminator)) {
      if (group.belongsIn(file)) {
        group
            .slots()
            .forEach(slot -> check(group.name(slot), slot, found.remove(group.name(slot))));
      }
    }
    if (!found.isEmpty()) {
      throw differs(found.keySet().iterator().next() + " is unknown");
    }
  }

  private static void check(String name, TensorSlot expected, TensorEntry found) {
    if (found == null) {
      throw missing(name);
    }
    if (found.type() != ElementType.F32 || !found.shape().equals(expected.shape())) {
      throw differs(
          "%s is %s%s, but must be F32%s"
              .formatted(name, found.type(), found.shape(), expected.shape()));
    }
  }

  private static Failure missing(String name) {
    // What rounds remember is expected only where there is some of it, whatever the configuration.
    String network = name.substring(0, name.indexOf('.'));
    if (name.endsWith(TensorGroup.VELOCITY)) {
      return partial(network, "outer velocity", name);
    }
    return name.endsWith(TensorGroup.MEAN)
        ? partial(network, "mean over rounds", name)
        : differs(name + " is missing");
  }

  private static Failure partial(String network, String what, String name) {
    return new Failure(
        ExitCode.SNAPSHOT,
        "the state holds only a part of the %s's %s: %s is missing".formatted(network, what, name));
  }

  private static Failure differs(String how) {
    return new Failure(
        ExitCode.SNAPSHOT, "the state is of other networks than the configuration's: " + how);
  }

  private void add(TensorGroup group, float[] values) {
    for (TensorSlot slot : group.slots()) {
      String name = group.name(slot);
      long end = slot.offset() + (long) slot.length();
      if (end > values.length) {
        throw new IllegalArgumentException(
            "%s ends at %d, but there are %d elements".formatted(name, end, values.length));
      }
      if (places.put(name, new Place(name, slot, values)) != null) {
        throw new IllegalArgumentException("two tensors are called " + name);
      }
    }
  }
}
