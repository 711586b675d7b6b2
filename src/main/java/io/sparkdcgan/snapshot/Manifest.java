package io.sparkdcgan.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a snapshot consists of.
 *
 * @param round the snapshot's round
 * @param files fingerprints by name, the state among them
 * @param scores of the state by name, if it was scored before it was saved
 */
public record Manifest(
    long round, SortedMap<String, Fingerprint> files, SortedMap<String, Double> scores) {
  private static final int VERSION = 1;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9]+)+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** One without scores. */
  public Manifest(long round, SortedMap<String, Fingerprint> files) {
    this(round, files, new TreeMap<>());
  }

  /** What vouches for a manifest. */
  static byte[] marker(Fingerprint manifest) {
    return (manifest.sha256() + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Puts the manifest next to its files, and last of all the marker that makes them count. */
  public void commit(ObjectStore store, String folder) {
    Fingerprint manifest = store.put(folder + "/" + SnapshotStore.MANIFEST, json());
    store.put(folder + "/" + SnapshotStore.MARKER, marker(manifest));
  }

  byte[] json() {
    List<NamedFile> named =
        files.entrySet().stream()
            .map(file -> new NamedFile(file.getKey(), file.getValue()))
            .toList();
    return Json.pretty(new Stored(VERSION, round, named, scores));
  }

  /** The manifest that these bytes hold, if they hold one of this version. */
  static Optional<Manifest> parse(byte[] json) {
    return Json.read(json, Stored.class).flatMap(Stored::manifest);
  }

  /** A manifest as it stands in its file. */
  private record Stored(
      int version,
      Long round,
      List<NamedFile> files,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Double> scores) {
    Optional<Manifest> manifest() {
      if (version != VERSION || round == null || files == null) {
        return Optional.empty();
      }
      SortedMap<String, Fingerprint> prints = new TreeMap<>();
      for (NamedFile file : files) {
        if (file == null
            || !file.mayBe()
            || prints.put(file.name, new Fingerprint(file.bytes, file.sha256)) != null) {
          return Optional.empty();
        }
      }
      return Optional.of(new Manifest(round, prints, finiteScores()));
    }

    private SortedMap<String, Double> finiteScores() {
      SortedMap<String, Double> finite = new TreeMap<>();
      if (scores != null) {
        finite.putAll(scores);
        finite.values().removeIf(score -> score == null || !Double.isFinite(score));
      }
      return finite;
    }
  }

  private record NamedFile(String name, Long bytes, String sha256) {
    NamedFile(String name, Fingerprint print) {
      this(name, print.bytes(), print.sha256());
    }

    /** A name is a file's next to the manifest, never a path. */
    boolean mayBe() {
      return NAME.matcher(String.valueOf(name)).matches()
          && SHA256.matcher(String.valueOf(sha256)).matches()
          && bytes != null
          && bytes >= 0;
    }
  }
}
