package io.sparkdcgan.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.SpoiledTraining.Fault;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in which no worker's result can be used, once or for good. */
class SpoiledRunTest {
  private static final RunConfig CONFIG =
      TinyRuns.config(4, "averaging.workers=4", "artifacts.snapshot-every=1", "artifacts.keep=4");

  @TempDir Path root;

  @Test
  void roundThatAllWorkersSpoiledOnceIsRepeatedAndTheRunGoesOn() {
    LocalTraining honest = TinyRuns.training(CONFIG);
    Set<Integer> guilty = new HashSet<>();
    TrainingResult result =
        run(
                "once",
                (start, task, shards, benches) ->
                    start.progress().round() == 1 && guilty.add(task.worker())
                        ? Fault.NAN_IN_A_PARAMETER.in(
                            honest.train(start, task, shards, benches), start)
                        : honest.train(start, task, shards, benches))
            .train();

    assertEquals(4, result.round());
    assertEquals(4 * 4 * 2 * 4, result.imagesSeen(), "what was spoiled was not seen");
    List<RoundLine> lines = MetricsLog.read(runs().store("once"));
    RoundLine.Repeated repeated = lines.get(1).repeated();
    assertEquals("no worker's result can be used", repeated.reason());
    List<RoundLine.LeftOut> leftOut = repeated.leftOut();
    assertEquals(List.of(0, 1, 2, 3), leftOut.stream().map(RoundLine.LeftOut::worker).toList());
    String text = new String(runs().store("once").read("metrics.jsonl", 1 << 20), UTF_8);
    assertEquals(4, text.split("\"norm\":null", -1).length - 1, "JSON has no NaN");
    for (RoundLine.LeftOut worker : leftOut) {
      assertEquals("not-finite", worker.reason());
    }
    assertEquals(List.of(), lines.get(1).leftOut(), "the repetition is sound");
    for (int other : new int[] {0, 2, 3}) {
      assertNull(lines.get(other).repeated(), "round " + (other + 1));
    }
    assertIntact("once", List.of(1L, 2L, 3L, 4L));
  }

  @Test
  void runThatAllWorkersSpoilFromSomeRoundOnDivergesAndItsSnapshotsStand() {
    LocalTraining honest = TinyRuns.training(CONFIG);
    TrainingRun run =
        run(
            "forever",
            (start, task, shards, benches) ->
                start.progress().round() >= 2
                    ? Fault.INFINITY_IN_A_MOMENT.in(
                        honest.train(start, task, shards, benches), start)
                    : honest.train(start, task, shards, benches));
    Failure failure = assertThrows(Failure.class, run::train);
    assertEquals(ExitCode.DIVERGED, failure.code());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "round 3 diverged twice, with other images too: no worker's result can be used:"
                    + " worker 0: its discriminator holds numbers that are not finite;"),
        failure.getMessage());
    assertIntact("forever", List.of(1L, 2L));
    assertFalse(new RunFolder(runs().store("forever")).success().isPresent());
  }

  private void assertIntact(String name, List<Long> rounds) {
    SnapshotStore snapshots = new SnapshotStore(runs().store(name));
    assertEquals(rounds, snapshots.rounds());
    rounds.forEach(
        round -> assertInstanceOf(Verification.Intact.class, snapshots.verify(round), name));
  }

  private TrainingRun run(String name, LocalTraining training) {
    return runs().run(name, CONFIG, TinyRuns.workers(CONFIG, training));
  }

  private TinyRuns runs() {
    return new TinyRuns(root);
  }
}
