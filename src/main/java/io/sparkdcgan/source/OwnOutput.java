package io.sparkdcgan.source;

import java.util.HashSet;
import java.util.Set;

/**
 * Which folders of a source are sets of shards or runs of ours, told by the names in them: a
 * manifest with shards, or {@code run.json} with the log, snapshots or attempts of a run.
 */
final class OwnOutput {
  private static final Set<String> MANIFESTS = Set.of("manifest.json", "_manifest.json");
  private static final Set<String> OF_A_RUN = Set.of("snapshots", "attempts");

  private final Set<String> manifests = new HashSet<>();
  private final Set<String> shards = new HashSet<>();
  private final Set<String> runs = new HashSet<>();
  private final Set<String> logs = new HashSet<>();

  /** Takes the name of a file. */
  void see(String name) {
    String folder = folder(name);
    String base = base(name);
    if (MANIFESTS.contains(base)) {
      manifests.add(folder);
    } else if (base.startsWith("shard-") && base.endsWith(".parquet")) {
      shards.add(base(folder).equals("data") ? folder(folder) : folder);
      shards.add(folder);
    } else if (base.equals("run.json")) {
      runs.add(folder);
    } else if (base.equals("metrics.jsonl")) {
      logs.add(folder);
    } else if (base.endsWith(".json")) {
      // attempts/ATTEMPT.json and snapshots/r00000120/manifest.json
      String above = OF_A_RUN.contains(base(folder)) ? folder : folder(folder);
      if (OF_A_RUN.contains(base(above))) {
        logs.add(folder(above));
      }
    }
  }

  /** Whether a file lies in one of these folders. */
  boolean holds(String name) {
    if (manifests.isEmpty() && runs.isEmpty()) {
      return false;
    }
    String folder = name;
    do {
      folder = folder(folder);
      if ((manifests.contains(folder) && shards.contains(folder))
          || (runs.contains(folder) && logs.contains(folder))) {
        return true;
      }
    } while (!folder.isEmpty());
    return false;
  }

  private static String folder(String name) {
    return name.substring(0, Math.max(name.lastIndexOf('/'), 0));
  }

  private static String base(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
