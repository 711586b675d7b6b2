package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.RoundFailedException;
import io.sparkdcgan.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state that a run ends with is scored, and what becomes of that when it does not end. */
class LastRoundScoredTest {
  private static final String[] KEYS = {
    "evaluation.every=4",
    "averaging.local-steps=5",
    "evaluation.pictures=16",
    "guard.patience=1",
    "artifacts.keep=1",
    "run.round-retries=0"
  };

  @TempDir Path root;

  @Test
  void theLastRoundIsScoredWhateverTheIntervalAndMayBeTheBest() {
    train("seven", 7, Map.of(4L, 20.0, 7L, 10.0));
    assertEquals(Map.of(4L, 20.0, 7L, 10.0), scores("seven"));
    assertEquals(OptionalLong.of(7), best("seven"));
    train("three", 3, Map.of(3L, 10.0));
    assertEquals(OptionalLong.of(3), best("three"));
    train("eight", 8, Map.of(4L, 10.0, 8L, 20.0));
    assertEquals(Map.of(4L, 10.0, 8L, 20.0), scores("eight"));
    assertEquals(OptionalLong.of(4), best("eight"));
  }

  @Test
  void anEndThatLooksIllRaisesNoAlarmSinceALongerRunWouldNotSeeIt() {
    TrainingResult result = train("ill", 7, Map.of(4L, 20.0, 7L, 90.0));
    assertEquals(7, result.round());
    assertEquals(OptionalLong.of(4), best("ill"));
  }

  @Test
  void aRunThatIsMadeLongerIsJudgedAsOneThatWasPlannedSo() {
    // The alarm at round 12 leads back to the best. That is not the first end, best as it was: a
    // longer run would not have looked at it.
    double[] swd = {20, 21, 90, 25};
    TrainingResult planned = inTwoLives("planned", 16, swd);
    inTwoLives("longer", 7, swd);
    assertEquals(OptionalLong.of(7), best("longer"));
    TrainingResult longer = inTwoLives("longer", 16, swd);
    assertEquals(planned.digest(), longer.digest());
    assertEquals(best("planned"), best("longer"));
    assertEquals(OptionalLong.of(4), best("longer"));
    assertEquals(scores("planned"), scores("longer"));
  }

  @Test
  void theScoresOfAFormerEndStayInTheLogAndAreNotTheBest() {
    Map<Long, Double> told = Map.of(4L, 20.0, 7L, 10.0, 8L, 30.0);
    train("longer", 7, told);
    train("longer", 8, told);
    assertEquals(told, scores("longer"));
    assertEquals(OptionalLong.of(4), best("longer"));
    assertEquals(List.of(4L, 8L), new SnapshotStore(new TinyRuns(root).store("longer")).rounds());
  }

  @Test
  void aRunThatWasCutOffInAnEvaluationScoresThatStateBeforeItGoesOn() {
    Map<Long, Double> told = Map.of(4L, 20.0, 8L, 10.0, 10L, 15.0);
    TrainingResult unbroken = train("unbroken", 10, told);
    for (long cut : new long[] {4, 8, 10}) {
      String name = "cut" + cut;
      Failure failure =
          assertThrows(Failure.class, () -> train(name, 10, failingAt(cut, evaluation(told))));
      assertEquals(ExitCode.ROUNDS_FAILED, failure.code());
      assertEquals(
          "the evaluation of round %s could not be computed in 1 takes (run.round-retries = 0), the last time since the executor is lost; the state after round %s of 10 is saved, start it again to go on"
              .formatted(cut, cut),
          failure.getMessage());
      TrainingResult resumed = train(name, 10, told);
      assertEquals(OptionalLong.of(cut), resumed.resumedFrom());
      assertEquals(unbroken.digest(), resumed.digest());
      assertEquals(scores("unbroken"), scores(name));
      assertEquals(best("unbroken"), best(name));
      assertEquals(
          new SnapshotStore(new TinyRuns(root).store("unbroken")).rounds(),
          new SnapshotStore(new TinyRuns(root).store(name)).rounds());
    }
  }

  @Test
  void aRunThatIsAskedToStopGivesTheEvaluationUpAtOnceAndKeepsTheRound() {
    Map<Long, Double> told = Map.of(4L, 20.0, 6L, 30.0);
    TrainingResult unbroken = train("unbroken", 6, told);
    StopRequest stop = new StopRequest();
    // Much longer than the test waits: it is not the grace period that ends it.
    RunConfig config = TinyRuns.config(6, with("run.grace-seconds=3600"));
    Hanging hanging = new Hanging(stop);
    TrainingRun run =
        new TinyRuns(root).run("stopped", config, TinyRuns.workers(config), stop, hanging);
    Failure failure = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> stopped(run));
    assertEquals(ExitCode.PREEMPTED, failure.code());
    assertEquals(
        "asked to stop; the state after round 4 of 6 is saved, start it again to go on",
        failure.getMessage());
    assertEquals(Map.of(), scores("stopped"));
    TrainingResult resumed = train("stopped", 6, told);
    assertEquals(OptionalLong.of(4), resumed.resumedFrom());
    assertEquals(unbroken.digest(), resumed.digest());
    assertEquals(scores("unbroken"), scores("stopped"));
    assertEquals(OptionalLong.of(4), best("stopped"));
  }

  private static Failure stopped(TrainingRun run) {
    return assertThrows(Failure.class, run::train);
  }

  /** Has the run asked to stop, and ends when it is given up. */
  private record Hanging(StopRequest stop, CountDownLatch cancelled) implements Evaluation {
    Hanging(StopRequest stop) {
      this(stop, new CountDownLatch(1));
    }

    @Override
    public Scores of(GanState state) {
      stop.ask();
      try {
        cancelled.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new RoundFailedException("given up", null);
    }

    @Override
    public void cancel(String reason) {
      cancelled.countDown();
    }
  }

  private static String[] with(String key) {
    return Stream.concat(Stream.of(KEYS), Stream.of(key)).toArray(String[]::new);
  }

  @Test
  void aRunThatIsMadeToEndWhereItIsScoresThatState() {
    Failure failure =
        assertThrows(Failure.class, () -> train("shorter", 8, failingAt(4, evaluation(Map.of()))));
    assertEquals(ExitCode.ROUNDS_FAILED, failure.code());
    Failure shorter = assertThrows(Failure.class, () -> train("shorter", 3, Map.of()));
    assertEquals(ExitCode.CONFIGURATION, shorter.code());
    assertEquals(
        "training.rounds is 3, but %s has a snapshot of round 4: set it to 4 or more, or take another --to for a shorter run"
            .formatted(new TinyRuns(root).store("shorter").uri()),
        shorter.getMessage());
    train("shorter", 4, Map.of(4L, 20.0));
    assertEquals(OptionalLong.of(4), best("shorter"));
  }

  private static Evaluation evaluation(Map<Long, Double> swd) {
    return state -> scores(swd.get(state.progress().round()));
  }

  private static Evaluation failingAt(long round, Evaluation otherwise) {
    return state -> {
      if (state.progress().round() == round) {
        throw new RoundFailedException("the executor is lost", null);
      }
      return otherwise.of(state);
    };
  }

  private static Scores scores(double swd) {
    return new Scores(swd, new TreeMap<>(Map.of(16, swd)), 0.9, 0.8, 0.7, 16, true);
  }

  private TrainingResult train(String name, int rounds, Map<Long, Double> swd) {
    return train(name, rounds, evaluation(swd));
  }

  private TrainingResult train(String name, int rounds, Evaluation evaluation) {
    RunConfig config = TinyRuns.config(rounds, KEYS);
    return new GuardedRun(config, new TinyRuns(root).store(name))
        .train(
            steps ->
                new TinyRuns(root)
                    .run(name, config, TinyRuns.workers(steps), new StopRequest(), evaluation)
                    .train());
  }

  /** Evaluations in their order; one that is off the schedule has the best score of all. */
  private TrainingResult inTwoLives(String name, int rounds, double... swd) {
    boolean[] back = {false};
    return train(
        name,
        rounds,
        state -> {
          long round = state.progress().round();
          if (round % 4 != 0) {
            return scores(5);
          }
          int index = (int) round / 4 - 1;
          boolean again = back[0];
          back[0] |= swd[index] == 90;
          return scores(again && index == 2 ? 25 : swd[index]);
        });
  }

  private Map<Long, Double> scores(String name) {
    return MetricsLog.read(new TinyRuns(root).store(name)).stream()
        .filter(line -> line.scores() != null)
        .collect(Collectors.toMap(RoundLine::round, line -> line.scores().swd()));
  }

  private OptionalLong best(String name) {
    return new BestHint(new TinyRuns(root).store(name)).round();
  }
}
