package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.LeftOut;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.SpoiledTraining;
import io.sparkdcgan.round.SpoiledTraining.Fault;
import io.sparkdcgan.round.SpoiledTraining.Spoiled;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run on Spark with a real folder and a snapshot every round, in which one of four workers comes
 * back with a NaN, with an infinity and with a thousandfold update, in rounds 2, 3 and 5 of 6.
 */
@Tag("faults")
class SpoiledWorkersIT {
  private static final int ROUNDS = 6;
  private static final RunConfig CONFIG =
      TinyRuns.config(
          ROUNDS,
          "averaging.workers=4",
          "artifacts.snapshot-every=1",
          "artifacts.grid-every=6",
          "artifacts.keep=6");
  private static final GanNetworks NETWORKS = GanNetworks.of(CONFIG.network());

  @TempDir private static Path folder;
  private static ObjectStore run;
  private static EpochOrder order;
  private static List<ImageBlock> blocks;

  @BeforeAll
  static void train() throws Exception {
    TinyRuns runs = new TinyRuns(folder);
    run = runs.store("run");
    String shards = folder.resolve("shards").toString();
    SparkConf conf = new SparkConf(false).setMaster("local[2]").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = JobContext.open("spoiled", conf)) {
      new ImportJob(spark).run(new ImportConfig("toy:50", shards, 16, 1, 0, 12));
      TensorRdd tensors = TensorRdd.open(spark, shards);
      blocks = tensors.shards().collect();
      order =
          new EpochOrder(
              CONFIG.seed(), tensors.manifest().shards().stream().map(Shard::images).toList());
      SpoiledTraining spoiled =
          new SpoiledTraining(
              TinyRuns.training(CONFIG),
              List.of(
                  new Spoiled(2, 1, Fault.NAN_IN_A_PARAMETER),
                  new Spoiled(3, 2, Fault.INFINITY_IN_A_MOMENT),
                  new Spoiled(5, 0, Fault.THOUSANDFOLD_UPDATE)));
      try (SparkWorkers workers =
          new SparkWorkers(spark, tensors, CONFIG.data(), spoiled, TinyRuns.averaging(CONFIG))) {
        assertEquals(ROUNDS, runs.run("run", CONFIG, order, workers).train().round());
      }
    }
  }

  @Test
  void runIsCompleteAndEverySnapshotOfItIsIntactAndFinite() {
    RunFolder left = new RunFolder(run);
    assertEquals("ok", left.attempts().get(0).status());
    assertTrue(left.success().isPresent());
    SnapshotStore snapshots = new SnapshotStore(run);
    assertEquals(LongStream.rangeClosed(1, ROUNDS).boxed().toList(), snapshots.rounds());
    for (long round : snapshots.rounds()) {
      assertInstanceOf(Verification.Intact.class, snapshots.verify(round), "round " + round);
      GanState state = after(round);
      assertTrue(state.generator().isFinite() && state.discriminator().isFinite());
    }
  }

  @Test
  void logNamesTheWorkerAndTheReasonInTheseRoundsOnly() {
    LeftOut poisoned = leftOut(2);
    assertEquals(1, poisoned.worker());
    assertEquals("not-finite", poisoned.reason());
    assertEquals("generator", poisoned.network());
    assertTrue(Double.isNaN(poisoned.norm()), "the length of NaN");
    assertTrue(Double.isNaN(poisoned.bound()));

    LeftOut infinite = leftOut(3);
    assertEquals(2, infinite.worker());
    assertEquals("not-finite", infinite.reason());
    assertEquals("discriminator", infinite.network());
    assertTrue(infinite.norm() > 0, "its parameters are sound");
    assertTrue(Double.isNaN(infinite.bound()));

    LeftOut outlier = leftOut(5);
    assertEquals(0, outlier.worker());
    assertEquals("outlier", outlier.reason());
    assertEquals("generator", outlier.network());
    // the others' updates are about as long as the worker's own was, and ten times that is the
    // bound
    assertEquals(100, outlier.norm() / outlier.bound(), 50);

    for (int round : new int[] {1, 4, 6}) {
      assertEquals(List.of(), line(round).leftOut(), "round " + round);
    }
    assertTrue(MetricsLog.read(run).stream().noneMatch(line -> line.repeated() != null));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 2", "5, 0"})
  void stateIsAsIfTheWorkerHadNotBeenThere(long round, int worker) {
    assertEquals(trained(round, worker), after(round));
    assertEquals(24, line((int) round).images());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 6})
  void otherRoundsHaveAllFour(long round) {
    assertEquals(trained(round, -1), after(round));
    assertEquals(32, line((int) round).images());
  }

  /** The round in one thread, all workers honest, without one of them. */
  private static GanState trained(long round, int without) {
    GanState start = round == 1 ? NETWORKS.initialState(CONFIG.seed()) : after(round - 1);
    RoundPlan all = RoundPlan.next(start.progress(), order, CONFIG.training(), CONFIG.averaging());
    RoundPlan others =
        new RoundPlan(
            all.tasks().stream().filter(task -> task.worker() != without).toList(),
            all.before(),
            all.localSteps(),
            all.images());
    try (Workers workers = TinyRuns.workers(CONFIG, TinyRuns.training(CONFIG), blocks::get)) {
      return assertInstanceOf(RoundOutcome.Averaged.class, workers.train(start, others)).state();
    }
  }

  private static GanState after(long round) {
    return new SnapshotStore(run)
        .load(round, NETWORKS.generatorLayout(), NETWORKS.discriminatorLayout());
  }

  private static LeftOut leftOut(int round) {
    List<LeftOut> all = line(round).leftOut();
    assertEquals(1, all.size(), all.toString());
    return all.get(0);
  }

  private static RoundLine line(int round) {
    RoundLine line = MetricsLog.read(run).get(round - 1);
    assertEquals(round, line.round());
    return line;
  }
}
