package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Progress;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A state's whole numbers as a safetensors file's metadata, with the format that they belong to.
 */
record StateCounters(Progress progress, long generatorUpdates, long discriminatorUpdates) {
  private static final String FORMAT = "spark-dcgan-state";
  private static final String VERSION = "1";
  private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,17}");

  static StateCounters of(GanState state) {
    return new StateCounters(
        state.progress(), state.generator().updates(), state.discriminator().updates());
  }

  /**
   * The counters of a file.
   *
   * @throws Failure {@code SNAPSHOT} if the file is of another format or version, or a counter is
   *     missing
   */
  static StateCounters of(Map<String, String> metadata) {
    expect(metadata, "format", FORMAT);
    expect(metadata, "version", VERSION);
    Progress progress =
        new Progress(
            count(metadata, "round"),
            count(metadata, "steps"),
            count(metadata, "position"),
            count(metadata, "imagesSeen"));
    return new StateCounters(
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
