package io.sparkdcgan.artifact;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.Optional;

/**
 * A run's going back, which happens once at most, in steps of which every one may be cut off: first
 * {@code guard.json} says where to and how to go on; then what came after that round is deleted,
 * snapshots and grids; last of all {@code metrics.abandoned.jsonl} keeps the lines of the abandoned
 * rounds, and vouches that nothing else of them is left. Who finds the first without the last does
 * the rest again.
 */
public final class GuardRecord {
  private static final String KEY = "guard.json";
  private static final String ABANDONED = "metrics.abandoned.jsonl";
  private static final int MAX_BYTES = 1 << 16;

  private final ObjectStore run;

  /**
   * The record of one run.
   *
   * @param run the run's folder
   */
  public GuardRecord(ObjectStore run) {
    this.run = run;
  }

  /**
   * Whether the run went back, and where to; as a reader.
   *
   * @throws Failure {@code SNAPSHOT} if it did and the record of it is damaged
   */
  public Optional<Rollback> find() {
    Optional<byte[]> found = run.find(KEY, MAX_BYTES);
    Optional<Rollback> gone = found.flatMap(Rollback::parse);
    if (gone.isEmpty() && run.exists(ABANDONED)) {
      throw new Failure(
          ExitCode.SNAPSHOT,
          "%s is damaged or gone, and with it the rate and the seed that the run goes on with; take another --to"
              .formatted(run.uri(KEY)));
    }
    // A record that was cut off while it was written: nothing else had happened yet.
    return gone;
  }

  /** Whether the run was cut off while it went back. */
  boolean isUnderWay() {
    return find().isPresent() && !run.exists(ABANDONED);
  }

  /** The same as the run's writer, who completes what was cut off. */
  public Optional<Rollback> settled() {
    Optional<Rollback> gone = find();
    gone.filter(back -> !run.exists(ABANDONED)).ifPresent(this::settle);
    return gone;
  }

  /** Writes down that the run goes back, and clears away what it leaves. */
  public void goBack(Rollback back) {
    run.put(KEY, Json.pretty(back));
    settle(back);
  }

  private void settle(Rollback back) {
    new SnapshotStore(run).deleteAfter(back.round());
    new SampleGrids(run).deleteAfter(back.round());
    MetricsLog.abandonAfter(back.round(), ABANDONED, run);
  }
}
