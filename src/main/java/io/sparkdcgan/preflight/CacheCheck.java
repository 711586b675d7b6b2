package io.sparkdcgan.preflight;

import io.sparkdcgan.spark.ClusterSettings;
import java.util.List;

/** Images that are to stay in executors' heaps and nowhere else against the room for them. */
final class CacheCheck {
  private static final long MB = 1 << 20;

  /**
   * What Spark keeps for itself, and the share of the rest that is for cached and moving things.
   */
  private static final long RESERVED = 300 * MB;

  private static final double FRACTION = 0.6;

  private final RunSize run;
  private final ClusterSettings settings;

  CacheCheck(RunSize run, ClusterSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  List<Finding> findings() {
    if (!run.cachedInHeapAlone() || settings.executors().isEmpty()) {
      return List.of();
    }
    int executors = Math.max(1, settings.executors().getAsInt());
    double room = (settings.executor().heap() - RESERVED) * FRACTION - 2 * run.state();
    long found = Math.max(0, (long) (room * executors)) / MB;
    String needed = "%d MB of images".formatted(run.images() / MB);
    String has = "room for %d MB in %d heaps".formatted(found, executors);
    return List.of(
        found >= run.images() / MB
            ? Finding.ok("cache", needed, has)
            : Finding.note(
                "cache",
                needed,
                has,
                "what does not fit is read again every round: set data.cache to memory-and-disk"));
  }
}
