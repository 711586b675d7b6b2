package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that are slow or fail while rounds go on. */
class SavingBesideRoundsTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path root;
  private final Thread training = Thread.currentThread();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger waited = new AtomicInteger();

  @Test
  void roundsGoOnWhileASnapshotIsBeingSaved() {
    RunConfig config = TinyRuns.config(5);
    // The first snapshot, due after round 2, waits for round 4 to begin.
    Watched workers = new Watched(config, round -> openAt(4, round));
    TrainingResult result = run("slow", config, workers, this::waitAtTheGate);
    assertTrue(waited.get() > 0, "the snapshot did not wait for the round");
    assertEquals(undisturbed(config), result.digest());
    assertEquals(List.of(4L, 5L), snapshots("slow").rounds());
    assertEquals(5, MetricsLog.read(new TinyRuns(root).store("slow")).size());
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 4, 5})
  void saveThatFailsEndsTheRunWithItsOwnCodeAndTheOneBeforeStands(long failing) {
    RunConfig config = TinyRuns.config(5);
    ObjectStore plain = new TinyRuns(root).store("failing");
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                run(
                    "failing",
                    config,
                    TinyRuns.workers(config),
                    () -> {
                      if (Thread.currentThread() != training
                          && plain.exists(SnapshotStore.folder(failing) + "/generator.zip")) {
                        throw new Failure(ExitCode.IO, "the disk is full");
                      }
                    }));
    assertEquals(ExitCode.IO, failure.code());
    assertEquals("the disk is full", failure.getMessage());
    long before = failing == 5 ? 4 : failing - 2;
    assertEquals(before == 0 ? List.of() : List.of(before), newest("failing"));
    assertEquals(undisturbed(config), run("failing", config, () -> {}).digest());
  }

  @Test
  void divergenceWaitsForTheSnapshotUnderWay() {
    RunConfig config = TinyRuns.config(5);
    Workers diverging =
        new Watched(config, round -> openAt(3, round)) {
          @Override
          public RoundOutcome train(GanState start, RoundPlan plan) {
            RoundOutcome outcome = super.train(start, plan);
            return start.progress().round() < 2
                ? outcome
                : new RoundOutcome.Diverged("it holds NaN", List.of());
          }
        };
    Failure failure =
        assertThrows(Failure.class, () -> run("diverging", config, diverging, this::waitAtTheGate));
    assertEquals(ExitCode.DIVERGED, failure.code());
    assertEquals(List.of(2L), newest("diverging"));
  }

  @Test
  void runThatIsAskedToStopSavesItsNewestStateAfterTheOneUnderWay() {
    RunConfig config = TinyRuns.config(5);
    StopRequest stop = new StopRequest();
    Watched workers =
        new Watched(
            config,
            round -> {
              openAt(3, round);
              if (round == 3) {
                stop.ask();
              }
            });
    ObjectStore store = guarded("stopped", this::waitAtTheGate);
    TrainingRun run = new TinyRuns(root).run(store, config, workers, new PassedOver(), stop);
    Failure failure = assertThrows(Failure.class, run::train);
    assertEquals(ExitCode.PREEMPTED, failure.code());
    assertEquals(3L, failure.facts().get("round"));
    assertEquals(store.uri("snapshots/r00000003"), failure.facts().get("latest"));
    assertEquals(List.of(2L, 3L), snapshots("stopped").rounds());
  }

  private void openAt(long due, long round) {
    if (round == due) {
      gate.countDown();
    }
  }

  /** Before whatever is put or deleted by any thread but the run's own. */
  private void waitAtTheGate() {
    if (Thread.currentThread() == training) {
      return;
    }
    if (gate.getCount() > 0) {
      waited.incrementAndGet();
    }
    try {
      assertTrue(gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "no round began in the meantime");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Long> newest(String name) {
    List<Long> rounds = snapshots(name).rounds();
    List<Long> newest = rounds.subList(Math.max(0, rounds.size() - 1), rounds.size());
    newest.forEach(round -> assertInstanceOf(Intact.class, snapshots(name).verify(round)));
    return newest;
  }

  private SnapshotStore snapshots(String name) {
    return new SnapshotStore(new TinyRuns(root).store(name));
  }

  private String undisturbed(RunConfig config) {
    return run("undisturbed", config, () -> {}).digest();
  }

  private TrainingResult run(String name, RunConfig config, Runnable guard) {
    return run(name, config, TinyRuns.workers(config), guard);
  }

  private TrainingResult run(String name, RunConfig config, Workers workers, Runnable guard) {
    return new TinyRuns(root).run(guarded(name, guard), config, workers).train();
  }

  private ObjectStore guarded(String name, Runnable guard) {
    return new TinyRuns(root).store(name).fencedBy(guard);
  }

  /** Honest workers, and somebody who is told which round begins. */
  private static class Watched implements Workers {
    private final Workers honest;
    private final LongConsumer begins;

    Watched(RunConfig config, LongConsumer begins) {
      this.honest = TinyRuns.workers(config);
      this.begins = begins;
    }

    @Override
    public RoundOutcome train(GanState start, RoundPlan plan) {
      begins.accept(start.progress().round() + 1);
      return honest.train(start, plan);
    }

    @Override
    public void cancel(String reason) {
      honest.cancel(reason);
    }

    @Override
    public void close() {
      honest.close();
    }
  }
}
