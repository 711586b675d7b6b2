package io.sparkdcgan.snapshot;

import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The objects of one snapshot as bytes, for tests that spoil them. A value: nothing is copied. */
record SnapshotBytes(long round, Map<String, byte[]> objects) {
  private static final int MOST = 1 << 24;

  /** All objects of a snapshot. */
  static SnapshotBytes read(ObjectStore run, long round) {
    String folder = SnapshotStore.folder(round) + "/";
    Map<String, byte[]> objects = new TreeMap<>();
    for (String key : run.list(SnapshotStore.folder(round))) {
      objects.put(key.substring(folder.length()), run.read(key, MOST));
    }
    return new SnapshotBytes(round, objects);
  }

  byte[] get(String name) {
    return objects.get(name);
  }

  SnapshotBytes with(String name, byte[] content) {
    Map<String, byte[]> changed = new TreeMap<>(objects);
    changed.put(name, content);
    return new SnapshotBytes(round, changed);
  }

  /** With a manifest and a marker that vouch for whatever the files are. */
  SnapshotBytes sealed() {
    TreeMap<String, Fingerprint> files = new TreeMap<>();
    objects.forEach((name, content) -> files.put(name, Fingerprint.of(content)));
    files.remove(SnapshotStore.MANIFEST);
    files.remove(SnapshotStore.MARKER);
    return with(SnapshotStore.MANIFEST, new Manifest(round, files).json()).marked();
  }

  /** With a marker that vouches for whatever the manifest is. */
  SnapshotBytes marked() {
    return with(SnapshotStore.MARKER, Manifest.marker(Fingerprint.of(get(SnapshotStore.MANIFEST))));
  }

  long bytes() {
    return objects.values().stream().mapToLong(content -> content.length).sum();
  }

  /** Writes it into a local run, over the one that is there, and past Hadoop. */
  void write(Path run) throws IOException {
    Path folder = Files.createDirectories(run.resolve(SnapshotStore.folder(round)));
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      Files.write(folder.resolve(object.getKey()), object.getValue());
    }
  }
}
