package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.snapshot.TensorEntry.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A training state as a safetensors file: tensors by name (see {@link StateTensors}), counters as
 * metadata (see {@link StateCounters}). Equal states give equal bytes, so the SHA-256 of the file
 * is the state's digest.
 */
final class StateFile {
  private final NetworkLayout generator;
  private final NetworkLayout discriminator;

  StateFile(NetworkLayout generator, NetworkLayout discriminator) {
    this.generator = generator;
    this.discriminator = discriminator;
  }

  /**
   * Writes a state.
   *
   * @throws Failure {@code SNAPSHOT} naming the first element that is not finite
   */
  void write(GanState state, OutputStream out) throws IOException {
    StateTensors tensors = StateTensors.of(generator, discriminator, state);
    tensors.all().forEach(StateTensors.Place::checkFinite);
    SafeTensors.Plan plan = new SafeTensors.Plan();
    StateCounters.of(state).metadata().forEach(plan::metadata);
    tensors.all().forEach(at -> plan.tensor(at.name(), ElementType.F32, at.slot().shape()));
    SafeTensorsWriter writer = new SafeTensorsWriter(plan.done(), out);
    for (StateTensors.Place place : tensors.all()) {
      writer.floats(place.values(), place.slot().offset());
    }
    writer.finish();
  }

  /**
   * Reads a state of exactly these layouts.
   *
   * @param bytes the file's length
   * @throws Failure {@code SNAPSHOT} naming the first difference, or what is malformed
   */
  GanState read(InputStream in, long bytes) throws IOException {
    SafeTensorsReader reader = new SafeTensorsReader(in, bytes);
    StateCounters counters = StateCounters.of(reader.header().metadata());
    StateTensors.check(reader.header(), generator, discriminator);
    GanState state =
        new GanState(
            empty(generator, counters.generatorUpdates()),
            empty(discriminator, counters.discriminatorUpdates()),
            counters.progress(),
            TensorGroup.room(reader.header(), generator, discriminator));
    StateTensors expected = StateTensors.of(generator, discriminator, state);
    for (TensorEntry tensor : reader.header().tensors()) {
      StateTensors.Place place = expected.of(tensor);
      reader.floats(place.values(), place.slot().offset());
      place.checkFinite();
    }
    return state;
  }

  /**
   * Reads a state of any layout only to see that it is whole: well-formed, of this format, every
   * element finite.
   *
   * @return its counters
   */
  static StateCounters check(InputStream in, long bytes) throws IOException {
    SafeTensorsReader reader = new SafeTensorsReader(in, bytes);
    StateCounters counters = StateCounters.of(reader.header().metadata());
    for (int tensor = 0; tensor < reader.header().tensors().size(); tensor++) {
      reader.checkFinite();
    }
    return counters;
  }

  private static NetworkState empty(NetworkLayout layout, long updates) {
    int parameters = layout.parameterCount();
    return new NetworkState(
        new float[parameters],
        new float[parameters],
        new float[parameters],
        new float[layout.statisticCount()],
        updates);
  }
}
