package io.sparkdcgan.run;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Redaction;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.report.RunReport;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.run.Guard.Alarm;
import io.sparkdcgan.run.GuardedRun.RolledBackException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run's folder while the run is trained: its log, its report and the record of this attempt, each
 * written at the rounds where it is due. In each such round the log comes before the snapshot, so
 * that a run that goes on from a snapshot has every line up to it.
 */
final class OpenRun {
  private final RunConfig config;
  private final RunFolder folder;
  private final Checkpoints checkpoints;
  private final MetricsLog metrics;
  private final RunReport report;
  private final Redaction redaction = Redaction.ofProcess();
  private final List<String> failures = new ArrayList<>();
  private TrainingGuard guard;
  private Attempt attempt;
  private long images;
  private double seconds;

  private OpenRun(RunConfig config, RunFolder folder, Checkpoints checkpoints, MetricsLog metrics) {
    this.config = config;
    this.folder = folder;
    this.checkpoints = checkpoints;
    this.metrics = metrics;
    this.report = new RunReport(folder);
    this.guard = lookBack();
    this.attempt =
        Attempt.begin(
            Instant.now(), checkpoints.begin().progress().round(), config.training().rounds());
  }

  /** Opens a run's folder to train on, from the state that its checkpoints begin with. */
  static OpenRun of(RunConfig config, RunFolder folder, Checkpoints checkpoints) {
    folder.reopen();
    long round = checkpoints.begin().progress().round();
    OpenRun run = new OpenRun(config, folder, checkpoints, MetricsLog.after(round, folder.store()));
    folder.put(run.attempt);
    return run;
  }

  /** That lines of the log are lost that the run had written, or nothing. */
  Optional<String> gap() {
    return metrics.gap(checkpoints.begin().progress().round());
  }

  private TrainingGuard lookBack() {
    List<RoundLine> lines = metrics.lines();
    checkpoints.lookBack(lines);
    return new TrainingGuard(config, folder.store(), lines);
  }

  /** Shows what the networks draw before the first round. */
  void showBeginning(GanState state) {
    checkpoints.draw(state);
    report.write();
  }

  /** Whether a state is one to evaluate. */
  boolean isEvaluationDue(GanState state) {
    return config.evaluation().isDue(state.progress().round(), config.training().rounds());
  }

  /**
   * Whether the state that the run goes on from is one to evaluate and has no scores: the run was
   * cut off in its evaluation, or was to be longer then.
   */
  boolean lacksScores(GanState state) {
    List<RoundLine> lines = metrics.lines();
    if (lines.isEmpty() || !isEvaluationDue(state)) {
      return false;
    }
    RoundLine last = lines.get(lines.size() - 1);
    return last.scores() == null && last.round() == state.progress().round();
  }

  /** The state that the run goes on from has these scores, which its line gets now. */
  void scored(Scores scores) {
    metrics.score(scores);
    metrics.save();
    guard = lookBack();
  }

  /** The next round could not be computed for this reason, and is taken again. */
  void failed(String reason) {
    failures.add(redaction.clean(reason));
  }

  /** A round is over: takes it down, and writes what is due. */
  void keep(CompletedRound round) {
    Averaged averaged = round.averaged();
    GanState state = averaged.state();
    images += averaged.images();
    seconds += averaged.seconds().total();
    RoundLine line = round.line(failures);
    metrics.add(line);
    guard.see(line);
    failures.clear();
    attempt = attempt.reached(state.progress().round());
    boolean gridDue = isDue(state, config.artifacts().gridEvery());
    boolean snapshotDue = isDue(state, config.artifacts().snapshotEvery());
    // Before the log is put: it never gets ahead of the snapshots by two of them.
    if (snapshotDue) {
      checkpoints.await();
    } else {
      checkpoints.settle();
    }
    if (gridDue) {
      checkpoints.draw(state);
    }
    if (gridDue || snapshotDue) {
      metrics.save();
    }
    if (snapshotDue) {
      checkpoints.save(state, round.scores());
    }
    if (gridDue || snapshotDue) {
      folder.put(attempt);
      report.write();
    }
  }

  private boolean isDue(GanState state, int every) {
    long round = state.progress().round();
    return round % every == 0 || round == config.training().rounds();
  }

  /** What the guard has to say after the last round, or nothing. */
  Optional<Alarm> alarm() {
    return guard.alarm();
  }

  /**
   * The run went wrong: it goes back if it may, and ends if not.
   *
   * @param state the newest; its snapshot may be on its way
   * @param reason a sentence
   * @param otherwise what to throw if the guard has no say in it
   * @return never
   * @throws RolledBackException if the run is to be gone on with
   * @throws Failure {@code DIVERGED}
   */
  RuntimeException wentWrong(GanState state, String reason, Failure otherwise) {
    checkpoints.await();
    long round = state.progress().round();
    if (!guard.mayGoBack()) {
      return failure(otherwise.code(), otherwise.getMessage(), state, otherwise);
    }
    metrics.save();
    Rollback back = guard.goBack(round, reason);
    end(new Verdict(ExitCode.DIVERGED, reason));
    return new RolledBackException(
        "round %s: %s; the run goes back to %s and on with a learning rate of %s and another seed"
            .formatted(
                round,
                reason,
                back.round() == 0 ? "where it began" : "round " + back.round(),
                back.learningRate()));
  }

  /** The last round is done: saves its state, and says that the run is complete. */
  TrainingResult complete(GanState state) {
    saveNow(state);
    folder.put(attempt.ended(ExitCode.OK, Instant.now()));
    TrainingResult result =
        checkpoints.result(
            state, seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(images / seconds));
    Map<String, Object> success = new LinkedHashMap<>();
    success.put("round", result.round());
    success.put("imagesSeen", result.imagesSeen());
    success.put("latest", result.latest());
    success.put("digest", result.digest());
    folder.succeed(success);
    report.write();
    return result;
  }

  /**
   * Saves the newest state, unless it is saved, for a run that ends before its last round.
   *
   * @param why it ends
   * @return the same with what it leaves behind
   */
  Failure secure(GanState state, Failure why) {
    long round = state.progress().round();
    try {
      // The state before the first round comes from the seed alone.
      if (round > 0) {
        saveNow(state);
      }
    } catch (RuntimeException e) {
      e.addSuppressed(why);
      throw e;
    }
    return failure(
        why.code(),
        "%s; %s, start it again to go on"
            .formatted(
                why.getMessage(),
                round == 0
                    ? "no round was done yet"
                    : "the state after round %s of %s is saved"
                        .formatted(round, config.training().rounds())),
        state,
        why);
  }

  /** Waits until the state is saved, and saves it if it is not on its way. */
  private void saveNow(GanState state) {
    if (!checkpoints.hold(state)) {
      metrics.save();
      checkpoints.save(state, Optional.empty());
      checkpoints.await();
    }
  }

  /** A failure that says what the run leaves behind. */
  private Failure failure(ExitCode code, String sentence, GanState state, Failure why) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("run", folder.store().uri());
    facts.put("round", state.progress().round());
    facts.put("rounds", config.training().rounds());
    facts.put("imagesSeen", state.progress().imagesSeen());
    facts.put("latest", checkpoints.latestUri().orElse(null));
    facts.put("digest", checkpoints.digest().orElse(null));
    facts.put("best", checkpoints.bestUri().orElse(null));
    facts.put("resumedFrom", checkpoints.resumedFrom().stream().boxed().findFirst().orElse(null));
    Failure failure = new Failure(code, sentence, facts);
    failure.initCause(why);
    return failure;
  }

  /** Takes down why the attempt ended before its time. */
  void end(Verdict why) {
    folder.put(attempt.ended(why.code(), Instant.now()).because(redaction.clean(why.sentence())));
    // The page would say for ever that it trains.
    report.write();
  }
}
