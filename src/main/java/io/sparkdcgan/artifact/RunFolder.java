package io.sparkdcgan.artifact;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A run's own records: what it is, who has tried, whether it is complete. */
public final class RunFolder {
  /** The page of the run. */
  public static final String REPORT = "report.html";

  private static final String IDENTITY = "run.json";
  private static final String ATTEMPTS = "attempts";
  private static final String SUCCESS = "_SUCCESS";

  /**
   * The driver that holds the run is their writer. One that lost it may be putting the end of its
   * own attempt there, which is then said in its log alone.
   */
  private static final List<String> OWN = List.of(SnapshotStore.FOLDER, "samples", ATTEMPTS);

  /** Other drivers write there, too. */
  private static final List<String> SHARED = List.of("leases");

  private static final int MAX_BYTES = 1 << 20;

  private final ObjectStore store;

  /**
   * The records of one run.
   *
   * @param store the run's folder, which need not exist yet
   */
  public RunFolder(ObjectStore store) {
    this.store = store;
  }

  /** The run's folder itself. */
  public ObjectStore store() {
    return store;
  }

  /**
   * Makes the folder this run's, or sees that it already is. What may change from one attempt to
   * the next is taken as it is now. For who holds the run and writes nothing yet: uploads of
   * snapshots that a driver before left in their middle are aborted, and half files deleted.
   *
   * @throws Failure {@code SNAPSHOT} if the folder is another run's, naming every key that differs,
   *     both values and the remedy; if {@code run.json} is damaged and there is work to lose; or if
   *     the run had snapshots and has none; {@code CONFIGURATION} if the run has more rounds behind
   *     it than it is to have
   */
  public void claim(RunIdentity identity) {
    List<Long> snapshots = new SnapshotStore(store).rounds();
    Optional<byte[]> found = store.find(IDENTITY, MAX_BYTES);
    Optional<RunIdentity> begun = found.flatMap(RunIdentity::parse);
    if (begun.isPresent()) {
      List<String> differences = identity.differencesFrom(begun.get());
      if (!differences.isEmpty()) {
        throw new Failure(
            ExitCode.SNAPSHOT,
            "%s holds another run: %s; go back to that, or take another --to"
                .formatted(store.uri(), String.join("; ", differences)));
      }
    } else if (found.isPresent() && !snapshots.isEmpty()) {
      throw damaged();
    }
    if (snapshots.isEmpty()) {
      new LostSnapshots(store)
          .requireNone(
              Stream.concat(Stream.of(identity), begun.stream())
                  .flatMapToLong(RunIdentity::snapshotEvery)
                  .max());
    } else {
      identity.requireRounds(snapshots.get(snapshots.size() - 1), store.uri());
    }
    if (begun.isEmpty() || !begun.get().equals(identity)) {
      store.put(IDENTITY, identity.json());
    }
    store.abortUploads(SnapshotStore.FOLDER);
    store.sweep(OWN, SHARED);
  }

  /**
   * What run this is.
   *
   * @throws Failure {@code INPUT_MISSING} if this is no run's folder, {@code SNAPSHOT} if {@code
   *     run.json} is damaged
   */
  public RunIdentity identity() {
    byte[] found =
        store
            .find(IDENTITY, MAX_BYTES)
            .orElseThrow(
                () ->
                    new Failure(
                        ExitCode.INPUT_MISSING,
                        "there is no run in %s: it has no %s".formatted(store.uri(), IDENTITY)));
    return RunIdentity.parse(found).orElseThrow(this::damaged);
  }

  /** What run this is, if that can be told: nothing is said of what is damaged. */
  public Optional<RunIdentity> begun() {
    return store.find(IDENTITY, MAX_BYTES).flatMap(RunIdentity::parse);
  }

  /** Whether there is a run, of whatever state. */
  public boolean exists() {
    return store.exists(IDENTITY);
  }

  /** Writes an attempt's record, over the one it had; also for a driver that has lost the run. */
  public void put(Attempt attempt) {
    ObjectStore own = store.unfenced();
    (attempt.end().isPresent() ? own.leaving() : own)
        .put(ATTEMPTS + "/" + attempt.name() + ".json", attempt.json());
  }

  /** All attempts in the order of their starts; records that were cut off are left out. */
  public List<Attempt> attempts() {
    return store.list(ATTEMPTS).stream()
        .filter(key -> key.endsWith(".json"))
        .flatMap(key -> store.find(key, MAX_BYTES).flatMap(Attempt::parse).stream())
        .toList();
  }

  /** Says that the run is complete; to be called last of all, when every upload has ended. */
  public void succeed(Map<String, Object> result) {
    store.abortUploads(SnapshotStore.FOLDER);
    store.put(SUCCESS, Json.pretty(result));
  }

  /** Takes back that the run is complete, since it is to be trained on. */
  public void reopen() {
    store.delete(SUCCESS);
  }

  /** Whether the mark of a complete run is there, whatever it says. */
  boolean isMarkedComplete() {
    return store.exists(SUCCESS);
  }

  /** What the run's completion said, if it is complete. */
  public Optional<Map<String, Object>> success() {
    return store.find(SUCCESS, MAX_BYTES).flatMap(Json::object).map(Json::fields);
  }

  private Failure damaged() {
    return new Failure(
        ExitCode.SNAPSHOT,
        "%s is damaged: it does not hold the identity that its hash vouches for; take another --to"
            .formatted(store.uri(IDENTITY)));
  }
}
