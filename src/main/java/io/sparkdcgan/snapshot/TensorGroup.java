package io.sparkdcgan.snapshot;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.model.TensorSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tensors of a state that stand in a file together or not at all.
 *
 * @param network {@code generator} or {@code discriminator}
 * @param suffix of their names
 * @param values the array of a state that holds them
 * @param optional whether a state may have none of them
 */
record TensorGroup(
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
  static List<TensorGroup> all(NetworkLayout generator, NetworkLayout discriminator) {
    List<TensorGroup> groups = new ArrayList<>();
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
      List<TensorGroup> groups,
      String network,
      NetworkLayout layout,
      Function<GanState, NetworkState> state) {
    add(groups, network, "", layout.parameters(), state.andThen(NetworkState::parameters));
    add(groups, network, "", layout.statistics(), state.andThen(NetworkState::statistics));
    add(groups, network, ".m", layout.parameters(), state.andThen(NetworkState::firstMoments));
    add(groups, network, ".v", layout.parameters(), state.andThen(NetworkState::secondMoments));
  }

  private static void add(
      List<TensorGroup> groups,
      String network,
      String suffix,
      List<TensorSlot> slots,
      Function<GanState, float[]> values) {
    groups.add(new TensorGroup(network, suffix, slots, values, false));
  }

  private static void addMemory(
      List<TensorGroup> groups,
      String network,
      String suffix,
      List<TensorSlot> slots,
      Function<OuterMemory, float[]> values) {
    groups.add(
        new TensorGroup(network, suffix, slots, state -> values.apply(state.memory()), true));
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

  /** The name of one of the tensors. */
  String name(TensorSlot slot) {
    return network + "." + slot.name() + suffix;
  }

  /** Whether a file must have these tensors: it does, or has a part of them. */
  boolean belongsIn(SafeTensors file) {
    return !optional || has(file, network, suffix);
  }
}
