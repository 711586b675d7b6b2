package io.sparkdcgan.run;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Redaction;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.report.RunReport;
import io.sparkdcgan.round.RoundOutcome.Averaged;
import io.sparkdcgan.run.GuardVerdict.Alarm;
import io.sparkdcgan.snapshot.Retention;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.SnapshotStore.Recovered;
import io.sparkdcgan.snapshot.SnapshotStore.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a run leaves behind, at the rounds where it is due. In each such round the log comes
 * before the snapshot, so that a run that goes on from a snapshot has every line up to it.
 * Snapshots are saved while the next rounds go on; states are values, so nothing is copied for
 * that.
 */
public final class RunKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(RunKeeper.class);

  private final RunConfig config;
  private final GanNetworks networks;
  private final RunFolder folder;
  private final SnapshotStore snapshots;
  private final GridDrawing grids;
  private final Scoreboard best;
  private final RunReport report;
  private final Redaction redaction = Redaction.ofProcess();
  private final List<String> failures = new ArrayList<>();
  private Optional<Snapshot> latest = Optional.empty();
  private OptionalLong resumedFrom = OptionalLong.empty();
  private SnapshotUpload upload;
  private MetricsLog metrics;
  private Attempt attempt;
  private TrainingGuard guard;
  private long images;
  private double seconds;

  /**
   * Keeps a run in this folder, which is known to be this run's.
   *
   * @see RunFolder#claim
   */
  public RunKeeper(RunConfig config, GanNetworks networks, RunFolder folder) {
    this.config = config;
    this.networks = networks;
    this.folder = folder;
    this.snapshots = new SnapshotStore(folder.store());
    this.best = new Scoreboard(folder.store());
    this.report = new RunReport(folder);
    this.grids = new GridDrawing(config, networks, new SampleGrids(folder.store()));
  }

  /** The newest intact state of the run, or the one before the first round. */
  GanState resume(RunWatcher watcher) {
    snapshots.incomplete().forEach(round -> watcher.passesOver(SnapshotStore.incomplete(round)));
    Optional<Recovered> recovered =
        snapshots.resume(networks.generatorLayout(), networks.discriminatorLayout());
    recovered.ifPresent(
        found -> {
          found.passedOver().forEach(damaged -> watcher.passesOver(damaged.sentence()));
          latest = Optional.of(found.snapshot());
          resumedFrom = OptionalLong.of(found.snapshot().round());
        });
    return recovered.map(Recovered::state).orElseGet(() -> networks.initialState(config.seed()));
  }

  boolean isComplete(GanState state) {
    return state.progress().round() >= config.training().rounds() && folder.success().isPresent();
  }

  TrainingResult alreadyComplete(GanState state) {
    LOG.info(
        "{} is already complete after {} rounds; raise training.rounds to train on",
        folder.store().uri(),
        state.progress().round());
    return result(state);
  }

  /**
   * Training begins.
   *
   * @param upload for the run's snapshots; stays the caller's to close
   */
  void begin(GanState state, SnapshotUpload upload) {
    this.upload = upload;
    folder.reopen();
    long round = state.progress().round();
    metrics = MetricsLog.after(round, folder.store());
    lookBack();
    attempt = Attempt.begin(Instant.now(), round, config.training().rounds());
    folder.put(attempt);
    if (round == 0) {
      grids.draw(state);
      report();
    }
  }

  private void lookBack() {
    List<Map<String, Object>> lines = metrics.lines();
    best.begin(lines, config.training().rounds());
    guard = new TrainingGuard(config, folder.store(), lines);
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
    List<Map<String, Object>> lines = metrics.lines();
    if (lines.isEmpty() || !isEvaluationDue(state)) {
      return false;
    }
    Map<String, Object> last = lines.get(lines.size() - 1);
    return !last.containsKey(MetricsLog.SCORES)
        && ((Number) last.get(MetricsLog.ROUND)).longValue() == state.progress().round();
  }

  /** The state that the run goes on from has these scores, which its line gets now. */
  void scored(GanState state, Scores scores) {
    metrics.amend(RoundMetrics.scores(state.progress().round(), scores, config.evaluation()));
    metrics.save();
    lookBack();
  }

  /** The next round could not be computed for this reason, and is taken again. */
  void failed(String reason) {
    failures.add(redaction.clean(reason));
  }

  void keep(CompletedRound round) {
    Averaged averaged = round.averaged();
    GanState state = averaged.state();
    images += averaged.images();
    seconds += averaged.seconds().total();
    Map<String, Object> line = RoundMetrics.of(round, config.evaluation(), failures);
    metrics.add(line);
    guard.see(line);
    failures.clear();
    attempt = attempt.reached(state.progress().round());
    boolean gridDue = isDue(state, config.artifacts().gridEvery());
    boolean snapshotDue = isDue(state, config.artifacts().snapshotEvery());
    // Before the log is put: it never gets ahead of the snapshots by two of them.
    note(snapshotDue ? upload.await() : upload.ended());
    if (gridDue) {
      grids.draw(state);
    }
    if (gridDue || snapshotDue) {
      metrics.save();
    }
    if (snapshotDue) {
      upload.begin(() -> save(state, round.scores()));
    }
    if (gridDue || snapshotDue) {
      folder.put(attempt);
      report();
    }
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
    note(upload.await());
    long round = state.progress().round();
    if (guard.mayGoBack()) {
      metrics.save();
      Rollback back = guard.goBack(round, reason);
      end(new Verdict(ExitCode.DIVERGED, reason));
      // It has ended, whatever is said of it later: the next life is an attempt of its own.
      attempt = null;
      return new RolledBackException(
          "round %d: %s; the run goes back to %s and on with a learning rate of %s and another seed"
              .formatted(
                  round,
                  reason,
                  back.round() == 0 ? "where it began" : "round " + back.round(),
                  back.learningRate()));
    }
    return failure(otherwise.code(), otherwise.getMessage(), state, otherwise);
  }

  TrainingResult complete(GanState state) {
    saveNow(state);
    folder.put(attempt.ended(ExitCode.OK, Instant.now()));
    TrainingResult result = result(state);
    Map<String, Object> success = new LinkedHashMap<>();
    success.put("round", result.round());
    success.put("imagesSeen", result.imagesSeen());
    success.put("latest", result.latest());
    success.put("digest", result.digest());
    folder.succeed(success);
    report();
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
                    : "the state after round %d of %d is saved"
                        .formatted(round, config.training().rounds())),
        state,
        why);
  }

  /** A failure that says what the run leaves behind. */
  private Failure failure(ExitCode code, String sentence, GanState state, Failure why) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("run", folder.store().uri());
    facts.put("round", state.progress().round());
    facts.put("rounds", config.training().rounds());
    facts.put("imagesSeen", state.progress().imagesSeen());
    facts.put("latest", latest.map(Snapshot::uri).orElse(null));
    facts.put("digest", latest.map(Snapshot::digest).orElse(null));
    facts.put("best", bestUri().orElse(null));
    facts.put("resumedFrom", resumedFrom.isPresent() ? resumedFrom.getAsLong() : null);
    Failure failure = new Failure(code, sentence, facts);
    failure.initCause(why);
    return failure;
  }

  /** Takes down why the attempt ended before its time, if it had begun. */
  public void end(Verdict why) {
    if (attempt != null) {
      folder.put(attempt.ended(why.code(), Instant.now()).because(redaction.clean(why.sentence())));
      // The page would say for ever that it trains.
      report();
    }
  }

  /** Waits until the state is saved, and saves it if it is not on its way. */
  private void saveNow(GanState state) {
    note(upload.await());
    if (latest.isEmpty() || latest.get().round() != state.progress().round()) {
      metrics.save();
      upload.begin(() -> save(state, Optional.empty()));
      note(upload.await());
    }
  }

  private void note(Optional<Snapshot> saved) {
    latest = saved.or(() -> latest);
  }

  /** On the upload's thread. */
  private Snapshot save(GanState state, Optional<Scores> scores) {
    Snapshot saved = save(state);
    // Only what is committed can be the best. The one before stays until the next is saved.
    scores.ifPresent(found -> best.saved(saved.round(), found));
    return saved;
  }

  private Snapshot save(GanState state) {
    NetworkState sampled = SampledGenerator.of(config, networks, state);
    return snapshots.save(
        state,
        networks.generatorLayout(),
        networks.discriminatorLayout(),
        Map.of(
            "generator.zip",
            out -> StockNetworks.write(StockNetworks.generator(networks, sampled), out),
            "discriminator.zip",
            out -> StockNetworks.write(StockNetworks.discriminator(networks, state), out)),
        retention());
  }

  private Retention retention() {
    return new Retention(config.artifacts().keep(), config.artifacts().keepEvery(), best.round());
  }

  private void report() {
    report.write();
  }

  private boolean isDue(GanState state, int every) {
    long round = state.progress().round();
    return round % every == 0 || round == config.training().rounds();
  }

  private TrainingResult result(GanState state) {
    Snapshot snapshot = latest.orElseThrow();
    return new TrainingResult(
        folder.store().uri(),
        state.progress().round(),
        config.training().rounds(),
        state.progress().imagesSeen(),
        seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(images / seconds),
        snapshot.uri(),
        snapshot.digest(),
        resumedFrom,
        bestUri());
  }

  private Optional<String> bestUri() {
    return best.round().stream()
        .boxed()
        .map(SnapshotStore::folder)
        .map(folder.store()::uri)
        .findFirst();
  }
}
