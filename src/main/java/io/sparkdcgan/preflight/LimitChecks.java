package io.sparkdcgan.preflight;

import io.sparkdcgan.spark.ClusterSettings;
import java.util.List;

/** Limits of Spark's that a state would run into. */
final class LimitChecks {
  private static final long MB = 1 << 20;

  private final Needs needs;
  private final ClusterSettings settings;

  LimitChecks(Needs needs, ClusterSettings settings) {
    this.needs = needs;
    this.settings = settings;
  }

  List<Finding> findings() {
    return List.of(results(), kryo());
  }

  /**
   * One state comes back from a round, images from an evaluation; tasks that are taken again send
   * their part again.
   */
  private Finding results() {
    String name = "spark.driver.maxResultSize";
    String needed = "%d MB".formatted(needs.maxResultMb());
    long found = settings.maxResultBytes() / MB;
    if (settings.maxResultBytes() == 0) {
      return Finding.ok(name, needed, "no limit");
    }
    if (found < needs.maxResultMb()) {
      return Finding.missing(
          name,
          needed,
          "%d MB".formatted(found),
          "raise it to %dm".formatted(2 * needs.maxResultMb()));
    }
    return found < 2L * needs.maxResultMb()
        ? Finding.note(
            name,
            needed,
            "%d MB".formatted(found),
            "a stage that is taken again sends twice that: raise it to %dm"
                .formatted(2 * needs.maxResultMb()))
        : Finding.ok(name, needed, "%d MB".formatted(found));
  }

  private Finding kryo() {
    String name = "spark.kryoserializer.buffer.max";
    String needed = "%d MB".formatted(needs.kryoBufferMb());
    String found = "%d MB".formatted(settings.kryoBufferBytes() / MB);
    return settings.kryoBufferBytes() / MB >= needs.kryoBufferMb()
        ? Finding.ok(name, needed, found)
        : Finding.missing(
            name,
            needed,
            found,
            "raise it to %dm, or leave it out".formatted(needs.kryoBufferMb()));
  }
}
