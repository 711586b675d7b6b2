package io.sparkdcgan.artifact;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.Manifest;
import io.sparkdcgan.snapshot.SnapshotReader;
import io.sparkdcgan.snapshot.SnapshotReader.DamagedException;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Snapshots in a place for those who use them, whose address stays while runs come and go: {@code
 * r00000120-0123abcd/} for a round and the first digits of its digest, with the snapshot's files,
 * its grid and the run's page, {@code manifest.json} and {@code _COMMITTED} as in the run; and
 * {@code current.json}, which names one of the folders and is put when that is whole. What was
 * published is never written over, so who reads the hint first has an old snapshot or the new one.
 */
public final class Publication {
  private static final String CURRENT = "current.json";
  private static final String GRID = "samples.png";
  private static final int DIGITS = 8;

  private final ObjectStore run;
  private final ObjectStore place;

  /**
   * Publishes snapshots of one run.
   *
   * @param run the run's folder
   * @param place where its consumers look; holds what any number of runs published
   */
  public Publication(ObjectStore run, ObjectStore place) {
    this.run = run;
    this.place = place;
  }

  /**
   * A snapshot that stands in its place, whole.
   *
   * @param uri its folder there
   * @param current the URI of the hint that names it
   * @param files its files by name, in order
   * @param alreadyThere whether it stood there before
   */
  public record Published(
      long round,
      String digest,
      String uri,
      String current,
      List<String> files,
      boolean alreadyThere) {}

  /**
   * Publishes a snapshot that was found intact; one that stands there already is only named by the
   * hint, and one whose publication was cut off is completed.
   *
   * @throws Failure {@code IO} if the snapshot changes meanwhile, or what was written does not read
   *     back; {@code SNAPSHOT} if another snapshot has its name there, or if its run deletes it
   *     meanwhile
   */
  public Published publish(Intact snapshot) {
    String folder =
        String.format(
            Locale.ROOT, "r%08d-%s", snapshot.round(), snapshot.digest().substring(0, DIGITS));
    SnapshotReader published = new SnapshotReader(place, folder, snapshot.round());
    boolean alreadyThere = isThere(published, folder, snapshot);
    if (!alreadyThere) {
      writeWhileThere(folder, snapshot);
      if (!(published.verify() instanceof Intact written)
          || !written.digest().equals(snapshot.digest())) {
        throw new Failure(
            ExitCode.IO, "%s does not read back as it was published".formatted(place.uri(folder)));
      }
    }
    point(folder, snapshot);
    return new Published(
        snapshot.round(),
        snapshot.digest(),
        place.uri(folder),
        place.uri(CURRENT),
        List.copyOf(published.manifest().files().keySet()),
        alreadyThere);
  }

  /** Whether all of it stands there, to the byte. */
  private boolean isThere(SnapshotReader published, String folder, Intact snapshot) {
    if (!place.exists(folder + "/" + SnapshotStore.MARKER)
        || !(published.verify() instanceof Intact there)) {
      return false;
    }
    if (!there.digest().equals(snapshot.digest())) {
      throw new Failure(
          ExitCode.SNAPSHOT,
          "%s holds another snapshot, of digest %s: publish to another --to"
              .formatted(place.uri(folder), there.digest()));
    }
    return true;
  }

  private void writeWhileThere(String folder, Intact snapshot) {
    try {
      write(folder, snapshot);
    } catch (Failure e) {
      String source = SnapshotStore.folder(snapshot.round());
      if (run.exists(source + "/" + SnapshotStore.MARKER)) {
        throw e;
      }
      throw new Failure(
          ExitCode.SNAPSHOT,
          "%s was deleted while it was being published, since its run keeps only some snapshots (artifacts.keep): publish another one"
              .formatted(run.uri(source)),
          e);
    }
  }

  private void write(String folder, Intact snapshot) {
    place.delete(folder + "/" + SnapshotStore.MARKER);
    String source = SnapshotStore.folder(snapshot.round());
    TreeMap<String, Fingerprint> files = new TreeMap<>();
    manifest(snapshot)
        .files()
        .forEach(
            (name, expected) -> {
              Fingerprint copied = copy(source + "/" + name, folder + "/" + name);
              if (!copied.equals(expected)) {
                throw new Failure(
                    ExitCode.IO,
                    "%s changed while it was being published".formatted(run.uri(source)));
              }
              files.put(name, copied);
            });
    // A run need not have drawn after this round, and its page says where it stands by now.
    Map.of(GRID, SampleGrids.key(snapshot.round()), RunFolder.REPORT, RunFolder.REPORT)
        .forEach(
            (name, key) -> {
              if (run.exists(key)) {
                files.put(name, copy(key, folder + "/" + name));
              }
            });
    new Manifest(snapshot.round(), files).commit(place, folder);
  }

  private Manifest manifest(Intact snapshot) {
    try {
      return new SnapshotReader(run, snapshot.round()).manifest();
    } catch (DamagedException e) {
      throw new Failure(ExitCode.IO, run.uri() + "/" + e.getMessage(), e);
    }
  }

  private Fingerprint copy(String key, String to) {
    return place.put(
        to,
        out -> {
          // Opened anew each time that the put is taken again.
          try (InputStream in = run.open(key)) {
            in.transferTo(out);
          }
        });
  }

  private void point(String folder, Intact snapshot) {
    Hint hint = new Hint(snapshot.round(), folder, snapshot.digest(), run.uri());
    place.keep(CURRENT, Json.pretty(hint));
  }

  /** What {@code current.json} says. */
  private record Hint(long round, String folder, String digest, String run) {}
}
