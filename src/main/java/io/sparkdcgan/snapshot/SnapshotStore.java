package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.snapshot.SnapshotReader.DamagedException;
import io.sparkdcgan.snapshot.Verification.Damaged;
import io.sparkdcgan.snapshot.Verification.Gone;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's snapshots, {@code snapshots/r00000120/} for the state after 120 rounds. Files first, then
 * the manifest, then the marker: a folder without a marker is none, and one whose bytes are not
 * what its marker vouches for is damaged and passed over. One writer; any number of readers.
 */
public final class SnapshotStore {
  /** The training state. */
  public static final String STATE = "state.safetensors";

  public static final String MANIFEST = "manifest.json";
  public static final String MARKER = "_COMMITTED";
  public static final String FOLDER = "snapshots";

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
  private static final String LATEST = "latest.json";
  private static final int MARKER_BYTES = 256;

  /** A run would have to save as many snapshots while one is read. */
  private static final int MOST_LOOKS = 100;

  private static final int MORE_LISTINGS = 10;

  private final ObjectStore run;

  /**
   * The snapshots of one run.
   *
   * @param run the run's folder
   */
  public SnapshotStore(ObjectStore run) {
    this.run = run;
  }

  /**
   * A snapshot that was committed and read back.
   *
   * @param round completed rounds
   * @param uri its folder
   * @param digest SHA-256 of the state
   */
  public record Snapshot(long round, String uri, String digest) {}

  /**
   * A state to go on from.
   *
   * @param state of exactly the expected layouts
   * @param snapshot where it came from
   * @param passedOver newer snapshots that are damaged, newest first
   */
  public record Recovered(GanState state, Snapshot snapshot, List<Damaged> passedOver) {}

  /**
   * What {@code latest.json} says, where other pipelines look first. Only a hint; the snapshots are
   * the truth.
   */
  private record Latest(long round, String snapshot, String digest) {
    static byte[] json(Snapshot latest) {
      return Json.pretty(new Latest(latest.round(), folder(latest.round()), latest.digest()));
    }
  }

  /** The key of a round's snapshot, for example {@code snapshots/r00000120}. */
  public static String folder(long round) {
    return "%s/r%08d".formatted(FOLDER, round);
  }

  /**
   * Saves a state, reads it back, and only then deletes what it makes superfluous: snapshots that
   * have no reason to stay, leftovers without a marker, and snapshots of later rounds, which belong
   * to a past that this run did not go on from.
   *
   * @param others further files by name, such as {@code generator.zip}
   * @param scores of the state by name, if it has any
   * @param retention which snapshots stay, this one among the newest
   * @throws Failure {@code SNAPSHOT} if the state holds a number that is not finite; {@code IO} if
   *     what was written does not read back
   */
  public Snapshot save(
      GanState state,
      NetworkLayout generator,
      NetworkLayout discriminator,
      Map<String, ObjectStore.Content> others,
      Map<String, Double> scores,
      Retention retention) {
    long round = state.progress().round();
    String folder = folder(round);
    run.delete(folder + "/" + MARKER);
    run.delete(folder);
    TreeMap<String, Fingerprint> files = new TreeMap<>();
    StateFile file = new StateFile(generator, discriminator);
    files.put(STATE, run.put(folder + "/" + STATE, out -> file.write(state, out)));
    new TreeMap<>(others)
        .forEach((name, content) -> files.put(name, run.put(folder + "/" + name, content)));
    new Manifest(round, files, new TreeMap<>(scores)).commit(run, folder);
    Snapshot saved = readBack(round);
    run.put(LATEST, Latest.json(saved));
    SnapshotRounds.in(run).superfluous(round, retention).forEach(this::delete);
    return saved;
  }

  /** The same of a state without scores. */
  public Snapshot save(
      GanState state,
      NetworkLayout generator,
      NetworkLayout discriminator,
      Map<String, ObjectStore.Content> others,
      Retention retention) {
    return save(state, generator, discriminator, others, Map.of(), retention);
  }

  /**
   * Rounds that have a marker, in ascending order; whether they are intact is another question.
   *
   * <p>A listing goes from folder to folder. Where a run deletes its only snapshot when it has
   * saved another, one may miss both, so none is believed only after a few of them.
   */
  public List<Long> rounds() {
    List<Long> rounds = SnapshotRounds.in(run).committed();
    for (int more = 0; more < MORE_LISTINGS && rounds.isEmpty() && hasHadSome(); more++) {
      rounds = SnapshotRounds.in(run).committed();
    }
    return rounds;
  }

  /** Rounds of which there are files without a marker: saves and deletions that were cut off. */
  public List<Long> incomplete() {
    return SnapshotRounds.in(run).incomplete();
  }

  /** For people: the snapshot, and that it is none. */
  public static String incomplete(long round) {
    return "%s has no %s: saving or deleting it was cut off, or is under way"
        .formatted(folder(round), MARKER);
  }

  /** Looks at every byte of a snapshot, which its run may delete meanwhile. */
  public Verification verify(long round) {
    try {
      return whileThere(round, () -> new SnapshotReader(run, round).intact());
    } catch (DamagedException e) {
      return e.damage();
    } catch (GoneException e) {
      return new Gone(round);
    }
  }

  /**
   * Looks at every byte of every snapshot, in ascending order. Those that the run deletes meanwhile
   * are left out: they are gone, not damaged.
   */
  public List<Verification> verifyAll() {
    return settled(
        () -> {
          List<Long> rounds = rounds();
          List<Verification> found =
              rounds.stream()
                  .map(this::verify)
                  .filter(snapshot -> !(snapshot instanceof Gone))
                  .toList();
          if (found.isEmpty() && !rounds.isEmpty()) {
            throw new GoneException(rounds.get(0));
          }
          return found;
        });
  }

  /** The snapshot was deleted while it was read, which is no damage. */
  private static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GoneException(long round) {
      super(folder(round) + " was deleted while it was read");
    }
  }

  /**
   * Reads a snapshot. If that fails, its marker tells why: without it the run deletes the snapshot
   * or has done so, and with another one it has replaced it. The marker is what is deleted first.
   */
  private <T> T whileThere(long round, Supplier<T> reading) {
    while (true) {
      byte[] marker = marker(round).orElseThrow(() -> new GoneException(round));
      try {
        return reading.get();
      } catch (DamagedException e) {
        requireReplaced(round, marker, e);
      } catch (Failure e) {
        if (e.code() != ExitCode.IO && e.code() != ExitCode.INPUT_MISSING) {
          throw e;
        }
        requireReplaced(round, marker, e);
      }
    }
  }

  private void requireReplaced(long round, byte[] marker, RuntimeException otherwise) {
    byte[] now = marker(round).orElseThrow(() -> new GoneException(round));
    if (Arrays.equals(now, marker)) {
      throw otherwise;
    }
  }

  private Optional<byte[]> marker(long round) {
    return run.find(folder(round) + "/" + MARKER, (in, bytes) -> in.readNBytes(MARKER_BYTES));
  }

  /** What is read of snapshots that come and go, from a listing that is still true at its end. */
  private <T> T settled(Supplier<T> reading) {
    for (int look = 0; look < MOST_LOOKS; look++) {
      try {
        return reading.get();
      } catch (GoneException e) {
        LOG.debug("listed again", e);
      }
    }
    throw new Failure(
        ExitCode.IO,
        "the snapshots in %s are deleted faster than they can be read: raise artifacts.keep, or try again when the run has ended"
            .formatted(run.uri(FOLDER)));
  }

  /** The scores that a snapshot was saved with, by name; none if there are none to be read. */
  public Map<String, Double> scores(long round) {
    try {
      return whileThere(round, () -> new SnapshotReader(run, round).manifest()).scores();
    } catch (DamagedException | GoneException e) {
      return Map.of();
    }
  }

  /**
   * Folders of snapshots whose numbers are in digits of another locale, as earlier versions wrote
   * them there, and nobody finds them.
   */
  public List<String> inOtherDigits() {
    return SnapshotRounds.inOtherDigits(run);
  }

  /**
   * The newest intact snapshot, as a reader; nothing is written.
   *
   * @return empty if the run has no snapshots at all
   * @throws Failure {@code SNAPSHOT} if none of its snapshots is intact, or the newest intact one
   *     is of other networks
   */
  public Optional<Recovered> latest(NetworkLayout generator, NetworkLayout discriminator) {
    return newest((round, damaged) -> read(round, generator, discriminator, damaged));
  }

  /**
   * The newest intact snapshot of whatever networks, every byte of it looked at.
   *
   * @return empty if the run has no snapshots at all
   * @throws Failure {@code SNAPSHOT} if none of its snapshots is intact
   */
  public Optional<Intact> latestIntact() {
    return newest((round, damaged) -> new SnapshotReader(run, round).intact());
  }

  /**
   * The snapshot of a round, every byte of it looked at.
   *
   * @throws Failure {@code SNAPSHOT} if there is no such snapshot, or it is damaged
   */
  public Intact intact(long round) {
    return sound(round, () -> new SnapshotReader(run, round).intact());
  }

  /** Reads what is not damaged; whoever asks for just this snapshot gets no other. */
  private <T> T sound(long round, Supplier<T> reading) {
    requireThere(round);
    try {
      return whileThere(round, reading);
    } catch (DamagedException e) {
      throw new Failure(ExitCode.SNAPSHOT, run.uri() + "/" + e.getMessage(), e);
    } catch (GoneException e) {
      throw new Failure(
          ExitCode.SNAPSHOT,
          "%s/%s, since its run keeps only some of them (artifacts.keep); there are those of round %s"
              .formatted(run.uri(), e.getMessage(), SnapshotRounds.names(rounds())),
          e);
    }
  }

  /**
   * The first one from the newest back that is not damaged; none if there is no snapshot at all.
   */
  private <T> Optional<T> newest(BiFunction<Long, List<Damaged>, T> reading) {
    return settled(() -> newestListed(reading));
  }

  private <T> Optional<T> newestListed(BiFunction<Long, List<Damaged>, T> reading) {
    List<Damaged> damaged = new ArrayList<>();
    List<Long> rounds = rounds();
    for (int index = rounds.size() - 1; index >= 0; index--) {
      try {
        long round = rounds.get(index);
        return Optional.of(whileThere(round, () -> reading.apply(round, damaged)));
      } catch (DamagedException e) {
        damaged.add(e.damage());
      }
    }
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    throw new Failure(
        ExitCode.SNAPSHOT,
        "none of the %d snapshots in %s is intact: %s"
            .formatted(
                damaged.size(),
                run.uri(FOLDER),
                damaged.stream().map(Damaged::sentence).collect(Collectors.joining("; "))));
  }

  private void requireThere(long round) {
    if (!run.exists(folder(round) + "/" + MARKER)) {
      requireThere(List.of(round));
    }
  }

  /**
   * Sees that each of these rounds has a snapshot with a marker, and reads none of them.
   *
   * @throws Failure {@code SNAPSHOT} if not, naming every round without one and those that have one
   */
  public void requireThere(List<Long> wanted) {
    SnapshotRounds.in(run).require(wanted, run.uri(FOLDER));
  }

  /** Whether a snapshot was committed once, as the hint tells that is put after each. */
  public boolean hasHadSome() {
    return run.exists(LATEST);
  }

  /** {@link #latest} as the run's writer: {@code latest.json} is put right if it says otherwise. */
  public Optional<Recovered> resume(NetworkLayout generator, NetworkLayout discriminator) {
    Optional<Recovered> latest = latest(generator, discriminator);
    latest.ifPresent(recovered -> run.keep(LATEST, Latest.json(recovered.snapshot())));
    return latest;
  }

  /**
   * The state after a round.
   *
   * @throws Failure {@code SNAPSHOT} if there is no such snapshot, it is damaged, or of other
   *     networks
   */
  public GanState load(long round, NetworkLayout generator, NetworkLayout discriminator) {
    return sound(round, () -> read(round, generator, discriminator, List.of()).state());
  }

  private Recovered read(
      long round, NetworkLayout generator, NetworkLayout discriminator, List<Damaged> passedOver) {
    SnapshotReader reader = new SnapshotReader(run, round);
    Manifest manifest = reader.manifest();
    GanState state = reader.state(manifest, generator, discriminator);
    Snapshot snapshot = snapshot(round, manifest.files().get(STATE).sha256());
    return new Recovered(state, snapshot, List.copyOf(passedOver));
  }

  private Snapshot snapshot(long round, String digest) {
    return new Snapshot(round, run.uri(folder(round)), digest);
  }

  private Snapshot readBack(long round) {
    try {
      return snapshot(round, new SnapshotReader(run, round).intact().digest());
    } catch (DamagedException e) {
      throw new Failure(
          ExitCode.IO,
          "a snapshot does not read back as it was written: %s/%s"
              .formatted(run.uri(), e.getMessage()));
    }
  }

  /** Deletes the snapshots of later rounds, and what is left of such. */
  public void deleteAfter(long round) {
    SnapshotRounds.in(run).all().filter(other -> other > round).forEach(this::delete);
    if (rounds().isEmpty()) {
      run.delete(LATEST);
    }
  }

  private void delete(long round) {
    run.delete(folder(round) + "/" + MARKER);
    run.delete(folder(round));
  }
}
