package io.sparkdcgan.artifact;

import io.sparkdcgan.snapshot.SnapshotStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a run stands, by its own records.
 *
 * @param status {@code complete}, or the last attempt's status, or {@code new}
 * @param round completed rounds as far as anything tells
 * @param rounds after how many the run is complete
 * @param imagesSeen real images that it has trained on, by its log
 * @param snapshots rounds that have a snapshot, in ascending order
 * @param attempt the last one, if there was any
 */
public record RunStanding(
    String status,
    long round,
    long rounds,
    OptionalLong imagesSeen,
    List<Long> snapshots,
    Optional<Attempt> attempt) {

  /**
   * Reads a run's records.
   *
   * @throws io.sparkdcgan.failure.Failure {@code INPUT_MISSING} if this is no run's folder
   */
  public static RunStanding of(RunFolder folder) {
    RunIdentity identity = folder.identity();
    List<Attempt> attempts = folder.attempts();
    Optional<Attempt> last =
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    List<Long> snapshots = new SnapshotStore(folder.store()).rounds();
    List<RoundLine> metrics = MetricsLog.read(folder.store());
    Optional<RoundLine> line =
        metrics.isEmpty() ? Optional.empty() : Optional.of(metrics.get(metrics.size() - 1));
    long known =
        Math.max(last.map(Attempt::lastRound).orElse(0L), line.map(RoundLine::round).orElse(0L));
    long round = snapshots.isEmpty() ? known : Math.max(known, snapshots.get(snapshots.size() - 1));
    String status =
        folder.success().isPresent() ? "complete" : last.map(Attempt::status).orElse("new");
    long rounds = Long.parseLong(identity.configuration().getOrDefault("training.rounds", "0"));
    OptionalLong imagesSeen =
        line.isPresent() ? OptionalLong.of(line.get().imagesSeen()) : OptionalLong.empty();
    return new RunStanding(status, round, rounds, imagesSeen, snapshots, last);
  }

  /** How much of the rounds is done, 0 to 100. */
  public int percent() {
    return rounds == 0 ? 0 : (int) Math.min(100, 100 * round / rounds);
  }
}
