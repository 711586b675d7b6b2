package io.sparkdcgan.preflight;

import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Elasticity;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Executors that come and go, and tasks that are started twice. Rounds are pure functions, so both
 * change no bit of a run; what matters is that Spark can do it at all, and what it costs.
 */
final class ElasticityChecks {
  private static final String DYNAMIC = "dynamic allocation";

  private final int workers;
  private final ClusterSettings settings;

  ElasticityChecks(int workers, ClusterSettings settings) {
    this.workers = workers;
    this.settings = settings;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (settings.elasticity().dynamic() && settings.kind() != Kind.LOCAL) {
      findings.add(dynamic(settings.elasticity()));
    }
    if (settings.elasticity().speculation()) {
      findings.add(
          Finding.ok("speculation", "tasks that may run twice", "they change nothing outside"));
    }
    return findings;
  }

  /** A round's slices lie with the executors that made them, until the round is averaged. */
  private Finding dynamic(Elasticity elasticity) {
    String needed = "results that outlive idle executors";
    if (!elasticity.shuffleService() && !elasticity.shuffleTracking()) {
      return Finding.missing(
          DYNAMIC,
          needed,
          "neither shuffle tracking nor the shuffle service",
          "set spark.dynamicAllocation.shuffleTracking.enabled to true, or dynamic allocation off");
    }
    String found = elasticity.shuffleService() ? "the shuffle service" : "shuffle tracking";
    long most = (long) elasticity.mostExecutors() * settings.slots();
    return most >= workers
        ? Finding.ok(DYNAMIC, needed, found)
        : Finding.note(
            DYNAMIC,
            needed,
            found,
            "%d executors at most are %d slots for %d workers: raise spark.dynamicAllocation.maxExecutors"
                .formatted(elasticity.mostExecutors(), most, workers));
  }
}
