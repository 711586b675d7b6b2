package io.sparkdcgan.artifact;

import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * {@code data.json}: what a run learns from, as the shards' manifest has it, without the shards.
 * For people and pages; what a run depends on is in its identity.
 */
public final class DataSheet {
  private static final String KEY = "data.json";
  private static final int MAX_BYTES = 1 << 24;

  private final ObjectStore run;

  /**
   * The data sheet of one run.
   *
   * @param run the run's folder
   */
  public DataSheet(ObjectStore run) {
    this.run = run;
  }

  /** Keeps it, unless it is there as it is. */
  public void put(Map<String, Object> fields) {
    byte[] json = Json.pretty(fields);
    Optional<byte[]> found = run.find(KEY, MAX_BYTES);
    if (found.isEmpty() || !Arrays.equals(found.get(), json)) {
      run.put(KEY, json);
    }
  }

  /** Its fields by name; empty if there is none or it is damaged. */
  public Map<String, Object> fields() {
    return run.find(KEY, MAX_BYTES).flatMap(Json::object).map(Json::fields).orElse(Map.of());
  }
}
