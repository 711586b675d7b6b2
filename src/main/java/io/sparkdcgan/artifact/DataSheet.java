package io.sparkdcgan.artifact;

import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code data.json}: what a run learns from, as the shards' manifest has it, without the shards.
 * For people and pages; what a run depends on is in its identity.
 *
 * @param shards URI of their folder
 * @param source what was imported
 * @param imageSize edge of the images in pixels
 * @param images how many there are
 * @param labels class to number of images
 * @param rejects reason to number of images that are not in the shards
 * @param duplicates how many images are left out as near-duplicates of others
 * @param seed names the order of the images
 * @param options what else names the pixels
 * @param fingerprint of what the source listed
 * @param digest of the shards
 */
public record DataSheet(
    String shards,
    String source,
    int imageSize,
    long images,
    Map<String, Long> labels,
    Map<String, Long> rejects,
    long duplicates,
    int shardCount,
    long seed,
    Map<String, String> options,
    String fingerprint,
    String digest) {
  private static final String KEY = "data.json";
  private static final int MAX_BYTES = 1 << 24;

  public DataSheet {
    labels = sorted(labels);
    rejects = sorted(rejects);
    options = sorted(options);
  }

  private static <T> Map<String, T> sorted(Map<String, T> map) {
    return map == null ? new TreeMap<>() : new TreeMap<>(map);
  }

  /** The sheet of a run; empty if there is none or it is damaged. */
  public static Optional<DataSheet> find(ObjectStore run) {
    return run.find(KEY, MAX_BYTES).flatMap(json -> Json.read(json, DataSheet.class));
  }

  /** Keeps it in the run's folder, unless it is there as it is. */
  public void put(ObjectStore run) {
    run.keep(KEY, Json.pretty(this));
  }
}
