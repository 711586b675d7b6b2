package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A training state as a safetensors file: tensors by name (see {@link StateTensors}), counters as
 * metadata (see {@link Counters}). Equal states give equal bytes, so the SHA-256 of the file is the
 * state's digest.
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
    Counters.of(state).metadata().forEach(plan::metadata);
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
    Counters counters = Counters.of(reader.header().metadata());
    StateTensors.check(reader.header(), generator, discriminator);
    GanState state =
        new GanState(
            empty(generator, counters.generatorUpdates()),
            empty(discriminator, counters.discriminatorUpdates()),
            counters.progress(),
            StateTensors.Group.room(reader.header(), generator, discriminator));
    StateTensors expected = StateTensors.of(generator, discriminator, state);
    for (SafeTensors.Tensor tensor : reader.header().tensors()) {
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
  static Counters check(InputStream in, long bytes) throws IOException {
    SafeTensorsReader reader = new SafeTensorsReader(in, bytes);
    Counters counters = Counters.of(reader.header().metadata());
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

  /**
   * A state's whole numbers as a safetensors file's metadata, with the format that they belong to.
   */
  record Counters(Progress progress, long generatorUpdates, long discriminatorUpdates) {
    private static final String FORMAT = "spark-dcgan-state";
    private static final String VERSION = "1";
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,17}");

    static Counters of(GanState state) {
      return new Counters(
          state.progress(), state.generator().updates(), state.discriminator().updates());
    }

    /**
     * The counters of a file.
     *
     * @throws Failure {@code SNAPSHOT} if the file is of another format or version, or a counter is
     *     missing
     */
    static Counters of(Map<String, String> metadata) {
      expect(metadata, "format", FORMAT);
      expect(metadata, "version", VERSION);
      Progress progress =
          new Progress(
              count(metadata, "round"),
              count(metadata, "steps"),
              count(metadata, "position"),
              count(metadata, "imagesSeen"));
      return new Counters(
          progress, count(metadata, "generator.updates"), count(metadata, "discriminator.updates"));
    }

    SortedMap<String, String> metadata() {
      SortedMap<String, String> metadata = new TreeMap<>();
      metadata.put("format", FORMAT);
      metadata.put("version", VERSION);
      metadata.put("round", Long.toString(progress.round()));
      metadata.put("steps", Long.toString(progress.steps()));
      metadata.put("position", Long.toString(progress.position()));
      metadata.put("imagesSeen", Long.toString(progress.imagesSeen()));
      metadata.put("generator.updates", Long.toString(generatorUpdates));
      metadata.put("discriminator.updates", Long.toString(discriminatorUpdates));
      return metadata;
    }

    private static void expect(Map<String, String> metadata, String key, String expected) {
      String found = metadata.get(key);
      if (!expected.equals(found)) {
        throw new Failure(
            ExitCode.SNAPSHOT,
            "the state's %s is %s, but this version reads %s".formatted(key, found, expected));
      }
    }

    private static long count(Map<String, String> metadata, String key) {
      String found = metadata.get(key);
      if (found == null || !COUNT.matcher(found).matches()) {
        throw new Failure(
            ExitCode.SNAPSHOT,
            "the state's %s must be a whole number of at least 0, but is %s".formatted(key, found));
      }
      return Long.parseLong(found);
    }
  }
}
