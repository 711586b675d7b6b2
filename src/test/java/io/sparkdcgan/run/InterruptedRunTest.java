package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.RoundFailedException;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds that cannot be computed or do not end, and runs that are asked to stop. */
class InterruptedRunTest {
  private static final long ROUND = 3;

  @TempDir Path root;

  @Test
  void roundThatFailsIsTakenAgainAndLeavesNoTrace() {
    RunConfig config = config("run.round-retries=2");
    Disturbed workers = new Disturbed(config, 2, Disturbed::fails);
    assertEquals(undisturbed(), run("failing", config, workers, new StopRequest()).digest());
    assertEquals(3, workers.takes);
  }

  @Test
  void roundThatFailsOnceTooOftenEndsTheRunWithItsStartSaved() {
    RunConfig config = config("run.round-retries=1");
    Disturbed workers = new Disturbed(config, 9, Disturbed::fails);
    Failure failure =
        assertThrows(Failure.class, () -> run("spent", config, workers, new StopRequest()));
    assertEquals(ExitCode.ROUNDS_FAILED, failure.code());
    assertEquals(
        "round 3 could not be computed in 2 takes (run.round-retries = 1), the last time since the"
            + " executor is lost; the state after round 2 of 5 is saved, start it again to go on",
        failure.getMessage());
    assertEquals(2L, failure.facts().get("round"));
    assertEquals(List.of(2L), new SnapshotStore(new TinyRuns(root).store("spent")).rounds());
    TrainingResult resumed = run("spent", config, TinyRuns.workers(config), new StopRequest());
    assertEquals(OptionalLong.of(2), resumed.resumedFrom());
    assertEquals(undisturbed(), resumed.digest());
  }

  @Test
  void roundThatHangsIsGivenUpAtItsDeadlineAndTakenAgain() {
    RunConfig config = config("run.round-deadline-seconds=1");
    Disturbed workers = new Disturbed(config, 1, Disturbed::hangs);
    assertEquals(undisturbed(), run("hanging", config, workers, new StopRequest()).digest());
    assertEquals("it was not done after run.round-deadline-seconds = 1", workers.reason);
  }

  @Test
  void runThatIsAskedToStopEndsTheRoundUnderWayAndSavesIt() {
    RunConfig config = config();
    StopRequest stop = new StopRequest();
    Disturbed workers =
        new Disturbed(
            config,
            1,
            self -> {
              stop.ask();
            });
    Failure failure = assertThrows(Failure.class, () -> run("stopped", config, workers, stop));
    assertEquals(ExitCode.PREEMPTED, failure.code());
    assertEquals(
        "asked to stop; the state after round 3 of 5 is saved, start it again to go on",
        failure.getMessage());
    assertEquals(undisturbedAfter("stopped", 3), undisturbed());
  }

  @Test
  void runThatIsAskedToStopGivesUpARoundThatWouldNotEndInTimeAndSavesItsStart() {
    RunConfig config = config("run.grace-seconds=1");
    StopRequest stop = new StopRequest();
    Disturbed workers =
        new Disturbed(
            config,
            1,
            self -> {
              stop.ask();
              self.hangs();
            });
    Failure failure = assertThrows(Failure.class, () -> run("given-up", config, workers, stop));
    assertEquals(ExitCode.PREEMPTED, failure.code());
    assertEquals(1, workers.takes, "it is not taken again");
    assertEquals(undisturbedAfter("given-up", 2), undisturbed());
  }

  @Test
  void runThatIsAskedToStopBeforeItsFirstRoundHasNothingToSave() {
    StopRequest stop = new StopRequest();
    stop.ask();
    RunConfig config = config();
    Failure failure =
        assertThrows(Failure.class, () -> run("never", config, TinyRuns.workers(config), stop));
    assertEquals(ExitCode.PREEMPTED, failure.code());
    assertTrue(new SnapshotStore(new TinyRuns(root).store("never")).rounds().isEmpty());
  }

  /** The digest at the end of a run that goes on from this round's snapshot. */
  private String undisturbedAfter(String name, long round) {
    TrainingResult resumed = run(name, config(), TinyRuns.workers(config()), new StopRequest());
    assertEquals(OptionalLong.of(round), resumed.resumedFrom());
    return resumed.digest();
  }

  private String undisturbed() {
    RunConfig config = config();
    return run("undisturbed", config, TinyRuns.workers(config), new StopRequest()).digest();
  }

  /** Five rounds with a snapshot at the end alone, so that every other one has its reason. */
  private static RunConfig config(String... keys) {
    List<String> all = new ArrayList<>(List.of(keys));
    all.add("artifacts.snapshot-every=5");
    return TinyRuns.config(5, all.toArray(String[]::new));
  }

  private TrainingResult run(String name, RunConfig config, Workers workers, StopRequest stop) {
    EpochOrder order = new EpochOrder(config.seed(), List.of(10, 10));
    return new TinyRuns(root).run(name, config, order, workers, stop).train();
  }

  private interface Disturbance {
    void in(Disturbed workers);
  }

  /** Honest workers, but for some takes of the third round. */
  private static final class Disturbed implements Workers {
    private final Workers honest;
    private final int often;
    private final Disturbance disturbance;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private String reason;
    private int takes;

    Disturbed(RunConfig config, int often, Disturbance disturbance) {
      this.honest = TinyRuns.workers(config);
      this.often = often;
      this.disturbance = disturbance;
    }

    @Override
    public RoundOutcome train(GanState start, RoundPlan plan) {
      if (start.progress().round() + 1 == ROUND && takes++ < often) {
        disturbance.in(this);
      }
      return honest.train(start, plan);
    }

    void fails() {
      throw new RoundFailedException("the executor is lost", null);
    }

    void hangs() {
      try {
        cancelled.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new RoundFailedException(reason, null);
    }

    @Override
    public void cancel(String reason) {
      this.reason = reason;
      cancelled.countDown();
    }

    @Override
    public void close() {
      honest.close();
    }
  }
}
