package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

    /** As {@link SafeTensors#checkFinite}. */
    void checkFinite() {
      SafeTensors.checkFinite(values, slot.offset(), slot.length(), name, 0);
    }
  }

  /** All tensors of a state; of what its memory leaves empty there is none. */
  static StateTensors of(NetworkLayout generator, NetworkLayout discriminator, GanState state) {
    StateTensors tensors = new StateTensors();
    for (Group group : Group.all(generator, discriminator)) {
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

  Place of(SafeTensors.Tensor tensor) {
    return places.get(tensor.name());
  }

  /**
   * Compares a file's tensors with those of these layouts, before any memory is made for them.
   *
   * @throws Failure {@code SNAPSHOT} naming the first difference
   */
  static void check(SafeTensors file, NetworkLayout generator, NetworkLayout discriminator) {
    Map<String, SafeTensors.Tensor> found = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> found.put(tensor.name(), tensor));
    for (Group group : Group.all(generator, discriminator)) {
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

  private static void check(String name, TensorSlot expected, SafeTensors.Tensor found) {
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
    if (name.endsWith(Group.VELOCITY)) {
      return partial(network, "outer velocity", name);
    }
    return name.endsWith(Group.MEAN)
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

  private void add(Group group, float[] values) {
    for (TensorSlot slot : group.slots()) {
      String name = group.name(slot);
      long end = slot.offset() + (long) slot.length();
      if (end > values.length) {
        throw new IllegalArgumentException(
            "%s ends at %s, but there are %s elements".formatted(name, end, values.length));
      }
      if (places.put(name, new Place(name, slot, values)) != null) {
        throw new IllegalArgumentException("two tensors are called " + name);
      }
    }
  }

  /**
   * Tensors of a state that stand in a file together or not at all.
   *
   * @param network {@code generator} or {@code discriminator}
   * @param suffix of their names
   * @param values the array of a state that holds them
   * @param optional whether a state may have none of them
   */
  record Group(
      String network,
      String suffix,
      List<TensorSlot> slots,
      Function<GanState, float[]> values,
      boolean optional) {
    static final String VELOCITY = ".velocity";
    static final String MEAN = ".mean-over-rounds";
    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";

    /** The groups of two networks, in the order of the file. */
    static List<Group> all(NetworkLayout generator, NetworkLayout discriminator) {
      List<Group> groups = new ArrayList<>();
      addNetwork(groups, GENERATOR, generator, GanState::generator);
      addNetwork(groups, DISCRIMINATOR, discriminator, GanState::discriminator);
      List<TensorSlot> drawing = generator.parameters();
      List<TensorSlot> judging = discriminator.parameters();
      addMemory(groups, GENERATOR, VELOCITY, drawing, OuterMemory::generatorVelocity);
      addMemory(groups, DISCRIMINATOR, VELOCITY, judging, OuterMemory::discriminatorVelocity);
      addMemory(groups, GENERATOR, MEAN, drawing, OuterMemory::meanParameters);
      addMemory(groups, GENERATOR, MEAN, generator.statistics(), OuterMemory::meanStatistics);
      return groups;
    }

    private static void addNetwork(
        List<Group> groups,
        String network,
        NetworkLayout layout,
        Function<GanState, NetworkState> state) {
      add(groups, network, "", layout.parameters(), state.andThen(NetworkState::parameters));
      add(groups, network, "", layout.statistics(), state.andThen(NetworkState::statistics));
      add(groups, network, ".m", layout.parameters(), state.andThen(NetworkState::firstMoments));
      add(groups, network, ".v", layout.parameters(), state.andThen(NetworkState::secondMoments));
    }

    private static void add(
        List<Group> groups,
        String network,
        String suffix,
        List<TensorSlot> slots,
        Function<GanState, float[]> values) {
      groups.add(new Group(network, suffix, slots, values, false));
    }

    private static void addMemory(
        List<Group> groups,
        String network,
        String suffix,
        List<TensorSlot> slots,
        Function<OuterMemory, float[]> values) {
      groups.add(new Group(network, suffix, slots, state -> values.apply(state.memory()), true));
    }

    /** Memory with room for whatever of it a file has. */
    static OuterMemory room(
        SafeTensors file, NetworkLayout generator, NetworkLayout discriminator) {
      boolean mean = has(file, GENERATOR, MEAN);
      return new OuterMemory(
          new float[has(file, GENERATOR, VELOCITY) ? generator.parameterCount() : 0],
          new float[has(file, DISCRIMINATOR, VELOCITY) ? discriminator.parameterCount() : 0],
          new float[mean ? generator.parameterCount() : 0],
          new float[mean ? generator.statisticCount() : 0]);
    }

    private static boolean has(SafeTensors file, String network, String suffix) {
      return file.tensors().stream()
          .map(SafeTensors.Tensor::name)
          .anyMatch(name -> name.startsWith(network + ".") && name.endsWith(suffix));
    }

    /** The name of one of the tensors. */
    String name(TensorSlot slot) {
      return network + "." + slot.name() + suffix;
    }

    /** Whether a file must have these tensors: it does, or has a part of them. */
    boolean belongsIn(SafeTensors file) {
      return !optional || has(file, network, suffix);
    }
  }
}
