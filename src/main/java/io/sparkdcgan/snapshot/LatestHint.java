package io.sparkdcgan.snapshot;

import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code latest.json}: where other pipelines look first. Only a hint; the snapshots are the truth.
 */
final class LatestHint {
  private static final String KEY = "latest.json";
  private static final int MAX_BYTES = 1 << 16;

  private final ObjectStore run;

  LatestHint(ObjectStore run) {
    this.run = run;
  }

  void put(SnapshotStore.Snapshot latest) {
    run.put(KEY, json(latest));
  }

  /** There is no snapshot to name any more. */
  void delete() {
    run.delete(KEY);
  }

  /** Writes the hint anew if it is missing or says something else. */
  void correct(SnapshotStore.Snapshot latest) {
    byte[] right = json(latest);
    boolean stands =
        run.size(KEY).filter(bytes -> bytes == right.length).isPresent()
            && Arrays.equals(run.read(KEY, MAX_BYTES), right);
    if (!stands) {
      run.put(KEY, right);
    }
  }

  private static byte[] json(SnapshotStore.Snapshot latest) {
    Map<String, Object> hint = new LinkedHashMap<>();
    hint.put("round", latest.round());
    hint.put("snapshot", SnapshotStore.folder(latest.round()));
    hint.put("digest", latest.digest());
    return Json.pretty(hint);
  }
}
