package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.snapshot.Verification.Damaged;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;

/**
 * Reads one snapshot and believes only what its marker vouches for: the marker holds the manifest's
 * SHA-256, the manifest every file's. A storage that fails is no damage; that is a {@link Failure}.
 */
public final class SnapshotReader {
  private static final int MAX_MARKER_BYTES = 256;
  private static final int MAX_MANIFEST_BYTES = 1 << 20;

  private final ObjectStore store;
  private final String folder;
  private final long round;

  /** A snapshot where its run keeps it. */
  public SnapshotReader(ObjectStore store, long round) {
    this(store, SnapshotStore.folder(round), round);
  }

  /** A snapshot in any other folder. */
  public SnapshotReader(ObjectStore store, String folder, long round) {
    this.store = store;
    this.folder = folder;
    this.round = round;
  }

  /** Something is not as it was when the snapshot was committed. */
  public static final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Damaged damage;

    DamagedException(Damaged damage) {
      super(damage.sentence());
      this.damage = damage;
    }

    Damaged damage() {
      return damage;
    }
  }

  /** Looks at every byte of every file. */
  public Verification verify() {
    try {
      return intact();
    } catch (DamagedException e) {
      return e.damage();
    }
  }

  /**
   * The same where nothing but a sound snapshot will do.
   *
   * @throws DamagedException if it is none
   */
  Intact intact() {
    Manifest manifest = manifest();
    long bytes = checkOthers(manifest);
    StateFile.Counters counters;
    try {
      counters = read(manifest, SnapshotStore.STATE, StateFile::check);
    } catch (Failure e) {
      if (e.code() != ExitCode.SNAPSHOT) {
        throw e;
      }
      throw damaged(SnapshotStore.STATE, "cannot be used: " + e.getMessage());
    }
    checkRound(counters);
    Fingerprint state = manifest.files().get(SnapshotStore.STATE);
    return new Intact(round, state.sha256(), bytes + state.bytes());
  }

  /**
   * The state, every other file looked at as well.
   *
   * @throws DamagedException if something is damaged
   * @throws Failure {@code SNAPSHOT} if it is a sound state of other networks
   */
  GanState state(Manifest manifest, NetworkLayout generator, NetworkLayout discriminator) {
    checkOthers(manifest);
    GanState state;
    try {
      state = read(manifest, SnapshotStore.STATE, new StateFile(generator, discriminator)::read);
    } catch (Failure e) {
      // The bytes are as vouched for. Either they were never a sound state, or of other networks.
      if (e.code() == ExitCode.SNAPSHOT && verify() instanceof Damaged damage) {
        throw new DamagedException(damage);
      }
      throw new Failure(e.code(), store.uri(folder) + ": " + e.getMessage(), e);
    }
    checkRound(StateFile.Counters.of(state));
    return state;
  }

  /**
   * The manifest, if the marker vouches for it.
   *
   * @throws DamagedException if it does not
   */
  public Manifest manifest() {
    byte[] marker = small(SnapshotStore.MARKER, MAX_MARKER_BYTES);
    byte[] json = small(SnapshotStore.MANIFEST, MAX_MANIFEST_BYTES);
    Fingerprint found = Fingerprint.of(json);
    if (!Arrays.equals(marker, Manifest.marker(found))) {
      throw damaged(
          SnapshotStore.MANIFEST,
          "has SHA-256 %s, but %s says %s"
              .formatted(found.sha256(), SnapshotStore.MARKER, printable(marker)));
    }
    Manifest manifest =
        Manifest.parse(json)
            .orElseThrow(
                () -> damaged(SnapshotStore.MANIFEST, "is no manifest that this version reads"));
    if (manifest.round() != round) {
      throw damaged(SnapshotStore.MANIFEST, "is of round " + manifest.round());
    }
    if (!manifest.files().containsKey(SnapshotStore.STATE)) {
      throw damaged(SnapshotStore.STATE, "is not in the manifest");
    }
    return manifest;
  }

  /**
   * Checks all files but the state.
   *
   * @return their bytes
   */
  private long checkOthers(Manifest manifest) {
    long sum = 0;
    for (String name : manifest.files().keySet()) {
      if (!name.equals(SnapshotStore.STATE)) {
        sum += read(manifest, name, (in, bytes) -> bytes);
      }
    }
    return sum;
  }

  /**
   * Reads one file and checks its length and SHA-256 on the way. A reading that fails on damaged
   * bytes is damage; on sound ones its failure stands.
   *
   * @throws DamagedException if the file is not what the manifest says
   */
  private <T> T read(Manifest manifest, String name, ObjectStore.Reading<T> reading) {
    Fingerprint expected = manifest.files().get(name);
    return store
        .find(key(name), (in, bytes) -> checked(name, expected, reading, in, bytes))
        .orElseThrow(() -> damaged(name, "is missing"));
  }

  private <T> T checked(
      String name, Fingerprint expected, ObjectStore.Reading<T> reading, InputStream in, long bytes)
      throws IOException {
    if (bytes != expected.bytes()) {
      throw damaged(
          name, "has %s bytes, but the manifest says %s".formatted(bytes, expected.bytes()));
    }
    Fingerprint.Input counted = new Fingerprint.Input(in);
    Optional<T> result = Optional.empty();
    Failure fault = null;
    Fingerprint found;
    try {
      try {
        result = Optional.of(reading.from(counted, bytes));
      } catch (Failure e) {
        fault = e;
      }
      found = counted.fingerprint();
    } catch (ChecksumException e) {
      throw damaged(name, "does not match the file system's own checksums");
    }
    if (!found.equals(expected)) {
      throw damaged(
          name,
          "has SHA-256 %s, but the manifest says %s".formatted(found.sha256(), expected.sha256()));
    }
    if (fault != null) {
      throw fault;
    }
    return result.orElseThrow();
  }

  /**
   * The state's own round must be the folder's.
   *
   * @throws DamagedException if it is not
   */
  private void checkRound(StateFile.Counters counters) {
    if (counters.progress().round() != round) {
      throw damaged(SnapshotStore.STATE, "is of round " + counters.progress().round());
    }
  }

  /** A damaged marker may hold anything, and is shown in one line of a log. */
  private static String printable(byte[] marker) {
    return new String(marker, StandardCharsets.US_ASCII).strip().replaceAll("[^ -~]", "?");
  }

  private byte[] small(String name, int maxBytes) {
    return store
        .find(
            key(name),
            (in, bytes) -> {
              if (bytes > maxBytes) {
                throw damaged(
                    name, "has %s bytes, more than the %s allowed".formatted(bytes, maxBytes));
              }
              return in.readNBytes(maxBytes);
            })
        .orElseThrow(() -> damaged(name, "is missing"));
  }

  private String key(String name) {
    return folder + "/" + name;
  }

  private DamagedException damaged(String file, String reason) {
    return new DamagedException(new Damaged(round, file, reason));
  }
}
