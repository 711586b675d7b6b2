package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.SharedServers;
import io.sparkdcgan.cluster.SharedServers.Apart;
import io.sparkdcgan.cluster.StandaloneCluster;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.spark.JobContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that hangs for two minutes, in rounds that may take ten seconds. */
@Tag("faults")
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StragglerIT {
  private static final double DEADLINE = 10;
  private static final RunConfig CONFIG =
      TinyRuns.config(
          3,
          "averaging.workers=4",
          "artifacts.snapshot-every=3",
          "artifacts.grid-every=3",
          "run.round-retries=1",
          "run.round-deadline-seconds=10");

  @TempDir private static Path folder;
  private FaultCluster cluster;
  private String digest;

  @BeforeAll
  void trainUndisturbed(@Apart StandaloneCluster apart) throws Exception {
    cluster = new FaultCluster(apart, folder, CONFIG);
    digest = cluster.undisturbed();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isGivenUpAtTheDeadlineWhetherItHeedsInterruptsOrNot(boolean heeds) throws Exception {
    String once = folder.resolve("hung-" + heeds).toString();
    Takes takes = new Takes();
    try (JavaSparkContext spark = cluster.open("straggler")) {
      HangingTraining hanging = new HangingTraining(TinyRuns.training(CONFIG), once, heeds);
      assertEquals(
          digest, cluster.train("once-" + heeds, CONFIG, spark, hanging, takes::of).digest());
    }
    assertEquals(4, takes.seconds.size(), "the second round was taken twice");
    takes.assertEndedByTheDeadline(1);
  }

  @Test
  void ofEveryTakeEndsTheRunWithItsStateKept() {
    Takes takes = new Takes();
    HangingTraining hanging = new HangingTraining(TinyRuns.training(CONFIG), null, true);
    try (JavaSparkContext spark =
        JobContext.open("straggler", FaultCluster.conf().setMaster("local[2]"))) {
      Failure failure =
          assertThrows(
              Failure.class, () -> cluster.train("always", CONFIG, spark, hanging, takes::of));
      assertEquals(ExitCode.ROUNDS_FAILED, failure.code());
    }
    takes.assertEndedByTheDeadline(1);
    takes.assertEndedByTheDeadline(2);
    assertEquals(List.of(1L), new SnapshotStore(new TinyRuns(folder).store("always")).rounds());
  }

  /** How long each take of a round took. */
  private static final class Takes {
    private final List<Double> seconds = new ArrayList<>();

    void assertEndedByTheDeadline(int take) {
      double took = seconds.get(take);
      // The clock of the deadline starts a little before ours.
      assertTrue(took > 0.95 * DEADLINE && took < 1.1 * DEADLINE, "it took " + took + " s");
    }

    Workers of(Workers workers) {
      return new Workers() {
        @Override
        public RoundOutcome train(GanState start, RoundPlan plan) {
          long begin = System.nanoTime();
          try {
            return workers.train(start, plan);
          } finally {
            seconds.add((System.nanoTime() - begin) * 1e-9);
          }
        }

        @Override
        public void cancel(String reason) {
          workers.cancel(reason);
        }

        @Override
        public void close() {
          workers.close();
        }
      };
    }
  }
}
