package io.sparkdcgan.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.GuardRecord;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfigKeys;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a tiny network whose scores are told beforehand: what becomes of the run's folder. */
class GuardedRunTest {
  /** Twenty of them between two evaluations: the guard waits no longer. */
  private static final String STEPS = "averaging.local-steps=10";

  private static final String[] KEYS = {
    "evaluation.every=2", "evaluation.pictures=16", "guard.patience=2", "artifacts.keep=1", STEPS
  };

  @TempDir Path root;

  @Test
  void bestSnapshotIsNamedKeptAndNamedAgainAfterItsHintWasLost() {
    RunConfig config = TinyRuns.config(8, KEYS);
    TrainingResult result = train("scored", config, honest(), 40, 20, 30, 35);
    assertEquals(OptionalLong.of(4), best("scored"));
    assertTrue(result.best().orElseThrow().endsWith("snapshots/r00000004"));
    assertEquals(List.of(4L, 8L), snapshots("scored"));
    assertEquals(
        List.of(40.0, 20.0, 30.0, 35.0),
        MetricsLog.read(store("scored")).stream()
            .filter(line -> line.scores() != null)
            .map(line -> line.scores().swd())
            .toList());
    store("scored").put("best.json", "{\"round\": 8}".getBytes(UTF_8));
    RunConfig longer = TinyRuns.config(10, KEYS);
    train("scored", longer, honest(), 40, 20, 30, 35, 38);
    assertEquals(OptionalLong.of(4), best("scored"));
    assertEquals(List.of(4L, 10L), snapshots("scored"));
  }

  @Test
  void evaluationChangesNoNumberOfTheTraining() {
    RunConfig without = TinyRuns.config(4, STEPS);
    RunConfig with = TinyRuns.config(4, KEYS);
    assertEquals(
        train("without", without, honest()).digest(),
        train("with", with, honest(), 40, 20).digest());
  }

  @Test
  void firstAlarmLeadsBackToTheBestSnapshotAndTheSecondEndsTheRun() {
    RunConfig config = TinyRuns.config(20, KEYS);
    Failure failure =
        assertThrows(Failure.class, () -> train("ill", config, honest(), 40, 20, 90, 90, 90, 90));
    assertEquals(ExitCode.DIVERGED, failure.code());
    assertTrue(failure.getMessage().startsWith("after round 8, again: "), failure.getMessage());
    assertTrue(failure.facts().get("best").toString().endsWith("snapshots/r00000004"));
    Rollback back = new GuardRecord(store("ill")).find().orElseThrow();
    assertEquals(4, back.round());
    assertEquals(8, back.alarm());
    assertEquals(config.training().adam().learningRate() / 2, back.learningRate());
    assertNotEquals(config.seed(), back.seed());
    assertEquals(OptionalLong.of(4), best("ill"));
    assertEquals(4, state("ill", config, 4).progress().round());
    // The abandoned rounds are told apart from those that took their place.
    String abandoned = new String(store("ill").read("metrics.abandoned.jsonl", 1 << 20), UTF_8);
    assertEquals(4, abandoned.lines().count());
    assertEquals(8, MetricsLog.read(store("ill")).size());
    // The same again ends the same, and at once.
    Failure again =
        assertThrows(Failure.class, () -> train("ill", config, dyingIn(9), 40, 20, 90, 90, 90, 90));
    assertEquals(failure.getMessage(), again.getMessage());
  }

  @Test
  void secondLifeTrainsAtALowerRateOnOtherImagesAndSurvivesEveryCut() throws Exception {
    RunConfig config = TinyRuns.config(12, KEYS);
    TrainingResult unbroken = trainIllOnce("unbroken", config, honest());
    assertEquals(12, unbroken.round());
    RunConfig healthy = TinyRuns.config(12, STEPS);
    TrainingResult never = train("never", healthy, honest());
    assertNotEquals(never.digest(), unbroken.digest());

    for (long deadly : new long[] {6, 8, 9, 11}) {
      String name = "cut" + deadly;
      assertThrows(IllegalStateException.class, () -> trainIllOnce(name, config, dyingIn(deadly)));
      assertEquals(unbroken.digest(), trainIllOnce(name, config, honest()).digest(), name);
    }
  }

  @Test
  void goingBackThatWasCutOffIsCompletedAndAHalfWrittenRecordIsNone() throws Exception {
    RunConfig config = TinyRuns.config(12, KEYS);
    TrainingResult unbroken = trainIllOnce("whole", config, honest());
    // As it stood when the record was put and nothing was deleted yet.
    assertThrows(IllegalStateException.class, () -> trainIllOnce("half", config, dyingIn(7)));
    ObjectStore half = store("half");
    RunConfig blind = TinyRuns.config(8, KEYS[0], KEYS[1], KEYS[3], STEPS, "guard.enabled=false");
    trainIllOnce("half", blind, honest());
    assertEquals(List.of(4L, 8L), snapshots("half"));
    Files.copy(
        root.resolve("whole").resolve("guard.json"), root.resolve("half").resolve("guard.json"));
    new GuardRecord(half).settled();
    assertEquals(List.of(4L), snapshots("half"));
    assertTrue(new SampleGrids(half).rounds().stream().allMatch(round -> round <= 4));
    assertEquals(4, MetricsLog.read(half).size());
    assertEquals(unbroken.digest(), trainIllOnce("half", config, honest()).digest());

    store("torn").put("guard.json", "{\"round\": 4, \"al".getBytes(UTF_8));
    assertTrue(new GuardRecord(store("torn")).settled().isEmpty());
    store("torn").put("metrics.abandoned.jsonl", new byte[0]);
    Failure damaged = assertThrows(Failure.class, () -> new GuardRecord(store("torn")).find());
    assertEquals(ExitCode.SNAPSHOT, damaged.code());
  }

  @Test
  void roundThatDivergedTwiceLeadsBackToo() {
    RunConfig config = TinyRuns.config(8, KEYS);
    AtomicInteger takes = new AtomicInteger();
    TrainingResult result =
        train(
            "diverged",
            config,
            workers ->
                new Scripted(
                    (start, plan) ->
                        start.progress().round() == 5 && takes.getAndIncrement() < 2
                            ? new RoundOutcome.Diverged("it holds NaN", List.of())
                            : workers.train(start, plan)),
            40,
            20,
            30,
            35);
    assertEquals(8, result.round());
    assertEquals(4, new GuardRecord(store("diverged")).find().orElseThrow().round());
  }

  @Test
  void nobodyGoesBackWhereNobodyWatches() {
    RunConfig config =
        TinyRuns.config(8, "evaluation.every=2", "guard.patience=1", "guard.enabled=false");
    train("blind", config, honest(), 40, 20, 90, 90);
    assertFalse(store("blind").exists("guard.json"));
  }

  /** The second life's scores are good where the first's were bad. */
  private TrainingResult trainIllOnce(
      String name, RunConfig config, UnaryOperator<Workers> spoiling) {
    return train(
        name,
        config,
        spoiling,
        state -> {
          boolean second = new GuardRecord(store(name)).find().isPresent();
          long round = state.progress().round();
          return scores(round == 2 ? 40 : round == 4 ? 20 : second ? 25 : 90);
        });
  }

  private TrainingResult train(
      String name, RunConfig config, UnaryOperator<Workers> spoiling, double... swd) {
    return train(
        name,
        config,
        spoiling,
        state -> scores(swd[(int) state.progress().round() / config.evaluation().every() - 1]));
  }

  private TrainingResult train(
      String name, RunConfig config, UnaryOperator<Workers> spoiling, Evaluation evaluation) {
    RunFolder folder = new RunFolder(store(name));
    folder.claim(
        new RunIdentity(
            RunConfigKeys.of(config), "digest", new TreeMap<>(Map.of("spark-dcgan", "test"))));
    return new GuardedRun(config, store(name))
        .train(
            steps ->
                new TrainingRun(
                        config,
                        folder,
                        new EpochOrder(steps.seed(), List.of(10, 10)),
                        spoiling.apply(TinyRuns.workers(steps)),
                        new PassedOver(),
                        new StopRequest(),
                        evaluation)
                    .train());
  }

  private static Scores scores(double swd) {
    return new Scores(swd, new TreeMap<>(Map.of(16, swd)), 0.9, 0.8, 0.7, 16, true);
  }

  private static UnaryOperator<Workers> honest() {
    return UnaryOperator.identity();
  }

  /** Workers who die in a round of either life. */
  private static UnaryOperator<Workers> dyingIn(long deadly) {
    return workers ->
        new Scripted(
            (start, plan) -> {
              if (start.progress().round() + 1 == deadly) {
                throw new IllegalStateException("the power went out");
              }
              return workers.train(start, plan);
            });
  }

  /** What a test makes of a round. */
  private interface Round {
    RoundOutcome train(GanState start, RoundPlan plan);
  }

  private record Scripted(Round round) implements Workers {
    @Override
    public RoundOutcome train(GanState start, RoundPlan plan) {
      return round.train(start, plan);
    }

    @Override
    public void cancel(String reason) {}

    @Override
    public void close() {}
  }

  private OptionalLong best(String name) {
    return new BestHint(store(name)).round();
  }

  private List<Long> snapshots(String name) {
    return new SnapshotStore(store(name)).rounds();
  }

  private GanState state(String name, RunConfig config, long round) {
    GanNetworks networks = GanNetworks.of(config.network());
    return new SnapshotStore(store(name))
        .load(round, networks.generatorLayout(), networks.discriminatorLayout());
  }

  private ObjectStore store(String name) {
    return new TinyRuns(root).store(name);
  }
}
