package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.SharedServers;
import io.sparkdcgan.cluster.SharedServers.Apart;
import io.sparkdcgan.cluster.StandaloneCluster;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.TinyRuns;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One of three executors is killed; the run ends as if it had not been. */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutorKilledIT {
  private static final RunConfig CONFIG =
      TinyRuns.config(
          4, "averaging.workers=4", "artifacts.snapshot-every=1", "artifacts.grid-every=4");

  @TempDir private static Path folder;
  private FaultCluster cluster;
  private String digest;

  @BeforeAll
  void trainUndisturbed(@Apart StandaloneCluster apart) throws Exception {
    cluster = new FaultCluster(apart, folder, CONFIG);
    digest = cluster.undisturbed();
  }

  @Test
  void inMidRound() throws Exception {
    inARound(ExecutorKiller.Moment.IN_MID_ROUND);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IN_MID_ROUND")
  @Tag("faults")
  void inARound(ExecutorKiller.Moment moment) throws Exception {
    ExecutorKiller killer = new ExecutorKiller(moment, cluster::killExecutor);
    try (JavaSparkContext spark = cluster.open(moment.name())) {
      spark.sc().addSparkListener(killer);
      assertEquals(digest, train(moment.name(), spark, UnaryOperator.identity()));
    }
    assertTrue(killer.hasKilled(), "the moment never came");
    assertTrue(killer.lost() >= 1, "Spark has not noticed");
  }

  @Test
  @Tag("faults")
  void whileTheSnapshotIsBeingSaved() throws Exception {
    try (JavaSparkContext spark = cluster.open("upload")) {
      assertEquals(digest, train("upload", spark, KillingBetween::new));
    }
  }

  private String train(String name, JavaSparkContext spark, UnaryOperator<Workers> around)
      throws Exception {
    // Slow, so that a moment of the second round is still one when it has come to our ears.
    DelayedTraining slow = new DelayedTraining(TinyRuns.training(CONFIG), 0);
    return cluster.train(name, CONFIG, spark, slow, around).digest();
  }

  /** Kills an executor when the second round is done, and the driver is about to save it. */
  private final class KillingBetween implements Workers {
    private final Workers workers;

    KillingBetween(Workers workers) {
      this.workers = workers;
    }

    @Override
    public RoundOutcome train(GanState start, RoundPlan plan) {
      RoundOutcome outcome = workers.train(start, plan);
      if (start.progress().round() == 1) {
        cluster.killExecutor("127.0.0.3");
      }
      return outcome;
    }

    @Override
    public void cancel(String reason) {
      workers.cancel(reason);
    }

    @Override
    public void close() {
      workers.close();
    }
  }
}
