package io.sparkdcgan.run;

import static io.sparkdcgan.run.TinyRuns.config;
import static io.sparkdcgan.run.TinyRuns.workers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a tiny network, in this process. */
class TrainingRunTest {
  @TempDir Path root;

  @Test
  void runThatWasCutOffEndsWhereAnUnbrokenOneDoes() {
    TrainingResult unbroken = run("unbroken", 5).train();

    TrainingRun interrupted = run("broken", 5, 3);
    assertThrows(IllegalStateException.class, interrupted::train);
    TrainingResult resumed = run("broken", 5).train();

    assertEquals(OptionalLong.of(2), resumed.resumedFrom());
    assertEquals(unbroken.digest(), resumed.digest());
    assertEquals(5 * 2 * 2 * 4, resumed.imagesSeen());
    assertArrayEquals(
        new SampleGrids(store("unbroken")).read(5), new SampleGrids(store("broken")).read(5));
    assertEquals(
        List.of(1L, 2L, 3L, 4L, 5L),
        MetricsLog.read(store("broken")).stream().map(RoundLine::round).toList());
  }

  @Test
  void runWithoutBatchNormGoesOnFromItsSnapshotToo() {
    String[] keys = {"network.batch-norm=none", "training.optimizer=sgd"};
    TrainingResult unbroken = run("plain", config(3, keys)).train();
    run("plain-raised", config(2, keys)).train();
    TrainingResult raised = run("plain-raised", config(3, keys)).train();
    assertEquals(OptionalLong.of(2), raised.resumedFrom());
    assertEquals(unbroken.digest(), raised.digest());
  }

  @Test
  void runUnderSpectralNormGoesOnFromItsSnapshotToo() {
    String key = "network.spectral-norm=discriminator";
    TrainingResult unbroken = run("spectral", config(5, key)).train();
    RunConfig config = config(5, key);
    TrainingRun interrupted = run("spectral-broken", config, dyingIn(3, workers(config)));
    assertThrows(IllegalStateException.class, interrupted::train);
    TrainingResult resumed = run("spectral-broken", config).train();
    assertEquals(OptionalLong.of(2), resumed.resumedFrom());
    assertEquals(unbroken.digest(), resumed.digest());
    assertNotEquals(run("plain-beside", 5).train().digest(), resumed.digest());
  }

  @Test
  void drawingByBatchStatisticsChangesImagesAndNoNumberOfTheTraining() {
    TrainingResult running = run("running", 4).train();
    TrainingResult batch = run("batch", config(4, "sampling.statistics=batch")).train();
    assertEquals(running.digest(), batch.digest());
    assertFalse(
        Arrays.equals(
            new SampleGrids(store("running")).read(4), new SampleGrids(store("batch")).read(4)));
    run("changed", 2).train();
    run("changed", config(4, "sampling.statistics=batch")).train();
    assertArrayEquals(
        new SampleGrids(store("batch")).read(4), new SampleGrids(store("changed")).read(4));
  }

  @Test
  void outerMemoryGoesThroughASnapshotToo() {
    RunConfig config = config(5, "averaging.outer=nesterov", "averaging.generator-ema=0.9");
    TrainingResult unbroken = run("remembering", config).train();
    TrainingRun interrupted = run("remembering-broken", config, dyingIn(3, workers(config)));
    assertThrows(IllegalStateException.class, interrupted::train);
    TrainingResult resumed = run("remembering-broken", config).train();
    assertEquals(OptionalLong.of(2), resumed.resumedFrom());
    assertEquals(unbroken.digest(), resumed.digest());
    assertArrayEquals(
        new SampleGrids(store("remembering")).read(5),
        new SampleGrids(store("remembering-broken")).read(5));
  }

  @Test
  void gridsShowTheGeneratorsMovingMeanWhereOneIsKept() {
    RunConfig config = config(4, "averaging.generator-ema=0.9");
    run("mean", config).train();
    GanNetworks networks = GanNetworks.of(config.network());
    GanState state =
        new SnapshotStore(store("mean"))
            .load(4, networks.generatorLayout(), networks.discriminatorLayout());
    byte[] grid = new SampleGrids(store("mean")).read(4);
    assertArrayEquals(grid, gridOf(config, state.drawingGenerator(), state));
    assertFalse(Arrays.equals(grid, gridOf(config, state.generator(), state)));
  }

  @Test
  void keepsSnapshotsAndGridsAsOftenAsAskedAndTheLastRoundAlways() {
    run("kept", 5).train();
    assertEquals(List.of(4L, 5L), new SnapshotStore(store("kept")).rounds());
    assertEquals(List.of(0L, 2L, 4L, 5L), new SampleGrids(store("kept")).rounds());
    assertTrue(store("kept").exists("report.html"));
    assertTrue(new RunFolder(store("kept")).success().isPresent());
  }

  @Test
  void everySoManyRoundsAndTheBestSnapshotStayAndThatMayChange() {
    String[] keys = {"artifacts.snapshot-every=1", "artifacts.keep=1"};
    run("sparse", config(4, keys[0], keys[1], "artifacts.keep-every=3")).train();
    assertEquals(List.of(3L, 4L), new SnapshotStore(store("sparse")).rounds());
    store("sparse").put("best.json", "{\"round\": 4}".getBytes(UTF_8));
    run("sparse", config(7, keys[0], keys[1], "artifacts.keep-every=5")).train();
    assertEquals(List.of(4L, 5L, 7L), new SnapshotStore(store("sparse")).rounds());
  }

  @Test
  void finishedRunIsLeftAsItIs() {
    TrainingResult first = run("done", 2).train();
    List<String> before = store("done").list("");
    TrainingResult second = run("done", 2).train();
    assertEquals(first.digest(), second.digest());
    assertEquals(OptionalLong.of(2), second.resumedFrom());
    assertTrue(second.imagesPerSecond().isEmpty());
    assertEquals(before, store("done").list(""));
  }

  @Test
  void raisingTheRoundsTrainsOnToWhereALongerRunWouldBe() {
    TrainingResult longer = run("longer", 4).train();
    run("raised", 2).train();
    assertEquals(longer.digest(), run("raised", 4).train().digest());
  }

  @Test
  void everyRoundSaysWhereItsTimeWent() {
    run("timed", 1).train();
    Map<String, Double> seconds = MetricsLog.read(store("timed")).get(0).seconds();
    assertEquals(
        List.of(
            "total",
            "broadcast",
            "receive",
            "setup",
            "prepare",
            "wait",
            "train",
            "shuffle",
            "collect",
            "update"),
        List.copyOf(seconds.keySet()));
    assertTrue(seconds.get("prepare") > 0, "batches were prepared");
    assertTrue(seconds.get("train") < seconds.get("total"), "steps are a part");
  }

  @Test
  void divergenceStopsTheRunAndTheSnapshotsStand() {
    run("diverging", 2).train();
    List<RoundPlan> plans = new ArrayList<>();
    TrainingRun diverging =
        run(
            "diverging",
            4,
            (start, plan) -> {
              plans.add(plan);
              return new RoundOutcome.Diverged("it holds NaN", List.of());
            });
    Failure failure = assertThrows(Failure.class, diverging::train);
    assertEquals(ExitCode.DIVERGED, failure.code());
    assertTrue(
        failure
            .getMessage()
            .startsWith("round 3 diverged twice, with other images too: it holds NaN; "),
        failure.getMessage());
    assertEquals(List.of(2L), new SnapshotStore(store("diverging")).rounds());
    assertEquals(2, plans.size());
    assertEquals(plans.get(0).before().position() + 16, plans.get(1).before().position());
  }

  @Test
  void roundThatDivergesOnceIsRepeatedWithTheNextImagesAndTheRunGoesOn() {
    RunConfig config = config(3);
    Workers workers = workers(config);
    TrainingResult result =
        run(
                "repeated",
                3,
                (start, plan) ->
                    start.progress().round() == 1 && plan.before().position() == 16
                        ? new RoundOutcome.Diverged("no worker's result can be used", List.of())
                        : workers.train(start, plan))
            .train();
    assertEquals(3, result.round());
    assertEquals(3 * 16, result.imagesSeen(), "the images passed over were not seen");
    List<RoundLine> lines = MetricsLog.read(store("repeated"));
    assertEquals(
        new RoundLine.Repeated("no worker's result can be used", List.of()),
        lines.get(1).repeated());
    assertNull(lines.get(0).repeated());
    assertNotEquals(run("unbroken", 3).train().digest(), result.digest());
  }

  /** The grid of a state that has this generator and remembers nothing else. */
  private byte[] gridOf(RunConfig config, NetworkState generator, GanState state) {
    return new RunDrawing(config, GanNetworks.of(config.network()))
        .grid(new GanState(generator, state.discriminator(), state.progress()));
  }

  private interface Round {
    RoundOutcome train(GanState start, RoundPlan plan);
  }

  private TrainingRun run(String folder, int rounds) {
    Workers workers = workers(config(rounds));
    return run(folder, rounds, workers::train);
  }

  /** A run that dies in this round. */
  private TrainingRun run(String folder, int rounds, long deadly) {
    return run(folder, rounds, dyingIn(deadly, workers(config(rounds))));
  }

  private static Round dyingIn(long deadly, Workers workers) {
    return (start, plan) -> {
      if (start.progress().round() + 1 == deadly) {
        throw new IllegalStateException("the power went out");
      }
      return workers.train(start, plan);
    };
  }

  private TrainingRun run(String name, int rounds, Round round) {
    return run(name, config(rounds), round);
  }

  private TrainingRun run(String name, RunConfig config) {
    return run(name, config, workers(config)::train);
  }

  private TrainingRun run(String name, RunConfig config, Round round) {
    Workers workers =
        new Workers() {
          @Override
          public RoundOutcome train(GanState start, RoundPlan plan) {
            return round.train(start, plan);
          }

          @Override
          public void cancel(String reason) {}

          @Override
          public void close() {}
        };
    return new TinyRuns(root).run(name, config, workers);
  }

  private ObjectStore store(String folder) {
    return new TinyRuns(root).store(folder);
  }
}
