package io.sparkdcgan.artifact;

import io.sparkdcgan.artifact.TensorEntry.ElementType;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.model.TensorSlot;
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

  static final String VELOCITY = ".velocity";
  static final String MEAN = ".mean-over-rounds";
  private static final String GENERATOR = "generator";
  private static final String DISCRIMINATOR = "discriminator";

  /** All tensors of a state; of what its memory leaves empty there is none. */
  static StateTensors of(NetworkLayout generator, NetworkLayout discriminator, GanState state) {
    StateTensors tensors = new StateTensors();
    tensors.add(GENERATOR, generator, state.generator());
    tensors.add(DISCRIMINATOR, discriminator, state.discriminator());
    OuterMemory memory = state.memory();
    tensors.addIfAny(GENERATOR, VELOCITY, generator.parameters(), memory.generatorVelocity());
    tensors.addIfAny(
        DISCRIMINATOR, VELOCITY, discriminator.parameters(), memory.discriminatorVelocity());
    tensors.addIfAny(GENERATOR, MEAN, generator.parameters(), memory.meanParameters());
    tensors.addIfAny(GENERATOR, MEAN, generator.statistics(), memory.meanStatistics());
    return tensors;
  }

  /** Memory with room for whatever of it a file has. */
  static OuterMemory room(SafeTensors file, NetworkLayout generator, NetworkLayout discriminator) {
    boolean mean = has(file, GENERATOR, MEAN);
    return new OuterMemory(
        new float[has(file, GENERATOR, VELOCITY) ? generator.parameterCount() : 0],
        new float[has(file, DISCRIMINATOR, VELOCITY) ? discriminator.parameterCount() : 0],
        new float[mean ? generator.parameterCount() : 0],
        new float[mean ? generator.statisticCount() : 0]);
  }

  private static boolean has(SafeTensors file, String network, String suffix) {
    return file.tensors().stream()
        .map(TensorEntry::name)
        .anyMatch(name -> name.startsWith(network + ".") && name.endsWith(suffix));
  }

  private void addIfAny(String network, String suffix, List<TensorSlot> slots, float[] values) {
    if (values.length > 0) {
      add(network, suffix, slots, values);
    }
  }

  private void add(String network, NetworkLayout layout, NetworkState state) {
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
        throw missing(place.name());
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

  private static Failure missing(String name) {
    // What rounds remember is expected only where there is some of it, whatever the configuration.
    String network = name.substring(0, name.indexOf('.'));
    if (name.endsWith(VELOCITY)) {
      return partial(network, "outer velocity", name);
    }
    return name.endsWith(MEAN)
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
