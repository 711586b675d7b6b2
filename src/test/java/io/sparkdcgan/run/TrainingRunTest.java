package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.ObjectStore;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.artifact.SnapshotStore;
import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfigKeys;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.LocalWorkers;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.round.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a tiny network, in this process. */
class TrainingRunTest {
  private static final String RECIPE =
      """
      run.name = tiny
      data { shards = nowhere, image-size = 16 }
      network { preset = pytorch, width = 4, latent-size = 8 }
      training { batch-size = 4 }
      averaging { workers = 2, local-steps = 2 }
      artifacts { snapshot-every = 2, grid-every = 2, keep = 2, grid-rows = 2 }
      """;
  private static final RunWatcher NOBODY =
      new RunWatcher() {
        @Override
        public void begins(long round, long rounds) {}

        @Override
        public void repeats(long round, RoundOutcome.Diverged diverged) {}

        @Override
        public void completed(CompletedRound round) {}
      };

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
        List.of(1, 2, 3, 4, 5),
        MetricsLog.read(store("broken")).stream().map(line -> line.get("round")).toList());
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
  void drawingByBatchStatisticsChangesPicturesAndNoNumberOfTheTraining() {
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
  void keepsSnapshotsAndGridsAsOftenAsAskedAndTheLastRoundAlways() {
    run("kept", 5).train();
    assertEquals(List.of(4L, 5L), new SnapshotStore(store("kept")).rounds());
    assertEquals(List.of(0L, 2L, 4L, 5L), new SampleGrids(store("kept")).rounds());
    assertTrue(store("kept").exists("report.html"));
    assertTrue(new RunFolder(store("kept")).success().isPresent());
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
    Map<?, ?> seconds = (Map<?, ?>) MetricsLog.read(store("timed")).get(0).get(MetricsLog.SECONDS);
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
    assertTrue((double) seconds.get("prepare") > 0, "batches were prepared");
    assertTrue((double) seconds.get("train") < (double) seconds.get("total"), "steps are a part");
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
            .startsWith("round 3 diverged twice, with other pictures too: it holds NaN; "),
        failure.getMessage());
    assertEquals(List.of(2L), new SnapshotStore(store("diverging")).rounds());
    assertEquals(2, plans.size());
    assertEquals(plans.get(0).before().position() + 16, plans.get(1).before().position());
  }

  @Test
  void roundThatDivergesOnceIsRepeatedWithTheNextPicturesAndTheRunGoesOn() {
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
    assertEquals(3 * 16, result.imagesSeen(), "the pictures passed over were not seen");
    List<Map<String, Object>> lines = MetricsLog.read(store("repeated"));
    assertEquals(
        Map.of("reason", "no worker's result can be used", "leftOut", List.of()),
        lines.get(1).get("repeated"));
    assertFalse(lines.get(0).containsKey("repeated"));
    assertNotEquals(run("unbroken", 3).train().digest(), result.digest());
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
    Workers workers = workers(config(rounds));
    return run(
        folder,
        rounds,
        (start, plan) -> {
          if (start.progress().round() + 1 == deadly) {
            throw new IllegalStateException("the power went out");
          }
          return workers.train(start, plan);
        });
  }

  private TrainingRun run(String name, int rounds, Round round) {
    return run(name, config(rounds), round);
  }

  private TrainingRun run(String name, RunConfig config) {
    return run(name, config, workers(config)::train);
  }

  private TrainingRun run(String name, RunConfig config, Round round) {
    RunFolder folder = new RunFolder(store(name));
    folder.claim(
        new RunIdentity(
            RunConfigKeys.of(config), "digest", new TreeMap<>(Map.of("spark-dcgan", "test"))));
    Workers workers =
        new Workers() {
          @Override
          public RoundOutcome train(GanState start, RoundPlan plan) {
            return round.train(start, plan);
          }

          @Override
          public void close() {}
        };
    RunKeeper keeper = new RunKeeper(config, GanNetworks.of(config.network()), folder);
    return new TrainingRun(
        config, new EpochOrder(config.seed(), List.of(10, 10)), workers, keeper, NOBODY);
  }

  private static RunConfig config(int rounds, String... keys) {
    List<String> overrides = new ArrayList<>(List.of(keys));
    overrides.add("training.rounds=" + rounds);
    return ConfigReader.read("tiny.conf", RECIPE, overrides);
  }

  private static Workers workers(RunConfig config) {
    return new LocalWorkers(
        new WorkerTraining(config.network(), config.training(), config.compute(), config.seed()),
        Averaging.of(GanNetworks.of(config.network()), config.averaging()),
        TrainingRunTest::shard);
  }

  private static ImageBlock shard(int index) {
    String[] names = new String[10];
    Arrays.fill(names, "");
    byte[] pixels = new byte[10 * ImageBlock.imageBytes(16)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 + index * 7);
    }
    return new ImageBlock(16, names, names, pixels);
  }

  private ObjectStore store(String folder) {
    return ObjectStore.at(root.resolve(folder).toString(), new Configuration());
  }
}
