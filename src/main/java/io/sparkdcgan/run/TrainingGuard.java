package io.sparkdcgan.run;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.GuardRecord;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.run.Guard.Alarm;
import io.sparkdcgan.run.Guard.Healthy;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The guard of one run: shows {@link Guard} every round, and knows where to go back to. */
final class TrainingGuard {
  private final RunConfig config;
  private final GuardRecord record;
  private final SnapshotStore snapshots;
  private final BestHint best;
  private final Optional<Rollback> gone;
  private final Guard guard;
  private Guard.Verdict verdict = new Healthy();

  /**
   * @param metrics lines of the run's log up to where it is
   */
  TrainingGuard(RunConfig config, ObjectStore run, List<RoundLine> metrics) {
    this.config = config;
    this.record = new GuardRecord(run);
    this.snapshots = new SnapshotStore(run);
    this.best = new BestHint(run);
    this.gone = record.find();
    this.guard =
        new Guard(
            config.guard(), config.averaging().localSteps(), gone.map(Rollback::round).orElse(0L));
    metrics.forEach(this::see);
  }

  /** A round is over, and this is its line. */
  void see(RoundLine line) {
    verdict = guard.see(line);
  }

  /** What there is to say after the last round, or nothing. */
  Optional<Alarm> alarm() {
    return config.isGuarded() && verdict instanceof Alarm alarm
        ? Optional.of(alarm)
        : Optional.empty();
  }

  /** Whether the run may go back: it is guarded, and has not gone back before. */
  boolean mayGoBack() {
    return config.isGuarded() && gone.isEmpty();
  }

  /**
   * Goes back to the best snapshot that is intact, or the newest one, or to where the run began.
   * Nothing may be on its way to the run's folder.
   *
   * @param round completed rounds at the alarm
   */
  Rollback goBack(long round, String reason) {
    Rollback back =
        new Rollback(
            target(),
            round,
            reason,
            config.training().adam().learningRate() * config.guard().rateFactor(),
            RandomStream.hash(config.seed(), "second life"));
    record.goBack(back);
    return back;
  }

  private long target() {
    List<Long> rounds = snapshots.rounds();
    return Stream.concat(
            best.round().stream().boxed().filter(rounds::contains),
            rounds.stream().sorted((one, other) -> Long.compare(other, one)))
        .filter(round -> snapshots.verify(round) instanceof Intact)
        .findFirst()
        .orElse(0L);
  }
}
