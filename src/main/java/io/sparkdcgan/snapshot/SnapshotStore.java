package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.snapshot.SnapshotReader.DamagedException;
import io.sparkdcgan.snapshot.Verification.Damaged;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private static final Pattern KEY = Pattern.compile(FOLDER + "/r([0-9]{8,18})/(.+)");

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
   * @param retention which snapshots stay, this one among the newest
   * @throws Failure {@code SNAPSHOT} if the state holds a number that is not finite; {@code IO} if
   *     what was written does not read back
   */
  public Snapshot save(
      GanState state,
      NetworkLayout generator,
      NetworkLayout discriminator,
      Map<String, ObjectStore.Content> others,
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
    Fingerprint manifest = run.put(folder + "/" + MANIFEST, new Manifest(round, files).json());
    run.put(folder + "/" + MARKER, marker(manifest));
    Snapshot saved = readBack(round);
    new LatestHint(run).put(saved);
    deleteSuperfluous(round, retention);
    return saved;
  }

  /** Rounds that have a marker, in ascending order; whether they are intact is another question. */
  public List<Long> rounds() {
    return folders().entrySet().stream()
        .filter(entry -> entry.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Rounds of which there are files without a marker: saves and deletions that were cut off. */
  public List<Long> incomplete() {
    return folders().entrySet().stream()
        .filter(entry -> !entry.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** For people: the snapshot, and that it is none. */
  public static String incomplete(long round) {
    return "%s has no %s: saving or deleting it was cut off, or is under way"
        .formatted(folder(round), MARKER);
  }

  /** Looks at every byte of a snapshot. */
  public Verification verify(long round) {
    return new SnapshotReader(run, round).verify();
  }

  /**
   * The newest intact snapshot, as a reader; nothing is written.
   *
   * @return empty if the run has no snapshots at all
   * @throws Failure {@code SNAPSHOT} if none of its snapshots is intact, or the newest intact one
   *     is of other networks
   */
  public Optional<Recovered> latest(NetworkLayout generator, NetworkLayout discriminator) {
    List<Damaged> damaged = new ArrayList<>();
    List<Long> rounds = rounds();
    for (int index = rounds.size() - 1; index >= 0; index--) {
      try {
        return Optional.of(read(rounds.get(index), generator, discriminator, damaged));
      } catch (DamagedException e) {
        damaged.add(e.damage());
      }
    }
    return none(damaged);
  }

  /**
   * The newest intact snapshot of whatever networks, every byte of it looked at.
   *
   * @return empty if the run has no snapshots at all
   * @throws Failure {@code SNAPSHOT} if none of its snapshots is intact
   */
  public Optional<Intact> latestIntact() {
    List<Damaged> damaged = new ArrayList<>();
    List<Long> rounds = rounds();
    for (int index = rounds.size() - 1; index >= 0; index--) {
      Verification found = verify(rounds.get(index));
      if (found instanceof Intact intact) {
        return Optional.of(intact);
      }
      damaged.add((Damaged) found);
    }
    return none(damaged);
  }

  /**
   * The snapshot of a round, every byte of it looked at.
   *
   * @throws Failure {@code SNAPSHOT} if there is no such snapshot, or it is damaged
   */
  public Intact intact(long round) {
    requireThere(round);
    Verification found = verify(round);
    if (found instanceof Intact intact) {
      return intact;
    }
    throw new Failure(ExitCode.SNAPSHOT, run.uri() + "/" + ((Damaged) found).sentence());
  }

  /** No snapshot, if there is none at all. */
  private <T> Optional<T> none(List<Damaged> damaged) {
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
    List<Long> found = rounds();
    List<Long> missing = wanted.stream().filter(round -> !found.contains(round)).toList();
    if (!missing.isEmpty()) {
      throw new Failure(
          ExitCode.SNAPSHOT,
          "there is no snapshot of round %s in %s; there %s"
              .formatted(
                  RoundNames.of(missing),
                  run.uri(FOLDER),
                  found.isEmpty() ? "is none at all" : "are those of " + RoundNames.of(found)));
    }
  }

  /** {@link #latest} as the run's writer: {@code latest.json} is put right if it says otherwise. */
  public Optional<Recovered> resume(NetworkLayout generator, NetworkLayout discriminator) {
    Optional<Recovered> latest = latest(generator, discriminator);
    latest.ifPresent(recovered -> new LatestHint(run).correct(recovered.snapshot()));
    return latest;
  }

  /**
   * The state after a round.
   *
   * @throws Failure {@code SNAPSHOT} if there is no such snapshot, it is damaged, or of other
   *     networks
   */
  public GanState load(long round, NetworkLayout generator, NetworkLayout discriminator) {
    requireThere(round);
    try {
      return read(round, generator, discriminator, List.of()).state();
    } catch (DamagedException e) {
      throw new Failure(ExitCode.SNAPSHOT, run.uri() + "/" + e.getMessage(), e);
    }
  }

  /** What vouches for a manifest. */
  public static byte[] marker(Fingerprint manifest) {
    return (manifest.sha256() + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private Recovered read(
      long round, NetworkLayout generator, NetworkLayout discriminator, List<Damaged> passedOver) {
    SnapshotReader reader = new SnapshotReader(run, round);
    Manifest manifest = reader.manifest();
    reader.checkOthers(manifest);
    GanState state;
    try {
      state = reader.read(manifest, STATE, new StateFile(generator, discriminator)::read);
    } catch (Failure e) {
      // The bytes are as vouched for. Either they were never a sound state, or of other networks.
      if (e.code() == ExitCode.SNAPSHOT && reader.verify() instanceof Damaged damage) {
        throw new DamagedException(damage);
      }
      throw new Failure(e.code(), run.uri(folder(round)) + ": " + e.getMessage(), e);
    }
    reader.checkRound(StateCounters.of(state));
    String digest = manifest.files().get(STATE).sha256();
    return new Recovered(
        state, new Snapshot(round, run.uri(folder(round)), digest), List.copyOf(passedOver));
  }

  private Snapshot readBack(long round) {
    Verification found = verify(round);
    if (found instanceof Intact intact) {
      return new Snapshot(round, run.uri(folder(round)), intact.digest());
    }
    throw new Failure(
        ExitCode.IO,
        "a snapshot does not read back as it was written: %s/%s"
            .formatted(run.uri(), ((Damaged) found).sentence()));
  }

  private void deleteSuperfluous(long round, Retention retention) {
    Map<Boolean, List<Long>> rounds =
        rounds().stream().collect(Collectors.partitioningBy(other -> other <= round));
    Stream<Long> tooOld = retention.superfluous(rounds.get(true)).stream();
    Stream<Long> ofAnotherPast = rounds.get(false).stream();
    Stream.of(tooOld, ofAnotherPast, incomplete().stream())
        .flatMap(superfluous -> superfluous)
        .forEach(this::delete);
  }

  /** Deletes the snapshots of later rounds, and what is left of such. */
  public void deleteAfter(long round) {
    folders().keySet().stream().filter(other -> other > round).forEach(this::delete);
    if (rounds().isEmpty()) {
      new LatestHint(run).delete();
    }
  }

  private void delete(long round) {
    run.delete(folder(round) + "/" + MARKER);
    run.delete(folder(round));
  }

  /** Rounds that have a folder, and whether it has a marker. */
  private Map<Long, Boolean> folders() {
    Map<Long, Boolean> folders = new TreeMap<>();
    for (String key : run.list(FOLDER)) {
      Matcher matcher = KEY.matcher(key);
      if (matcher.matches()) {
        long round = Long.parseLong(matcher.group(1));
        if (!key.startsWith(folder(round) + "/")) {
          continue;
        }
        folders.merge(round, matcher.group(2).equals(MARKER), Boolean::logicalOr);
      }
    }
    return folders;
  }
}
