package io.sparkdcgan.data;

import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Where the first edition put the files of a set: shards next to {@code manifest.json}, and names
 * without underscores. Such sets are read; when one is made anew, its old files go.
 */
final class FirstLayout {
  /** The manifest's name. */
  static final String MANIFEST = "manifest.json";

  private static final String HELD_OUT = "held-out";
  private static final List<String> BESIDE =
      List.of(
          "rejects.jsonl",
          "pictures.png",
          "duplicates.jsonl",
          "duplicates.html",
          "dedup.safetensors");

  private final String folder;
  private final Configuration hadoop;
  private final ObjectStore store;

  FirstLayout(String folder, Configuration hadoop, ObjectStore store) {
    this.folder = folder;
    this.hadoop = hadoop;
    this.store = store;
  }

  static boolean isHeldOut(String folder) {
    return folder.endsWith("/" + HELD_OUT);
  }

  static String heldOut(String folder) {
    return folder + "/" + HELD_OUT;
  }

  /** Deletes what an import of the first edition wrote here, and nothing else. */
  void delete() throws IOException {
    boolean published = isManifest(MANIFEST);
    boolean apart = isManifest(HELD_OUT + "/" + MANIFEST);
    List<String> keys = new ArrayList<>(shards(""));
    // names that anybody may use are its own only where it was
    if (published || !keys.isEmpty()) {
      keys.addAll(BESIDE);
    }
    if (published) {
      keys.add(MANIFEST);
    }
    if (apart) {
      keys.addAll(shards(HELD_OUT + "/"));
      keys.add(HELD_OUT + "/" + MANIFEST);
    }
    for (String key : keys) {
      if (store.exists(key)) {
        store.delete(key);
      }
    }
    if (apart) {
      PlainFiles.deleteEmpty(new Path(StorageUri.resolve(folder, hadoop), HELD_OUT), hadoop);
    }
  }

  private boolean isManifest(String key) {
    return store
        .find(key, (in, bytes) -> in.readAllBytes())
        .flatMap(ShardManifest::parsed)
        .isPresent();
  }

  private List<String> shards(String prefix) throws IOException {
    Path root = StorageUri.resolve(folder, hadoop);
    Path path = prefix.isEmpty() ? root : new Path(root, prefix);
    List<String> keys = new ArrayList<>();
    try {
      for (FileStatus file : PlainFiles.of(path, hadoop).listStatus(path)) {
        if (file.isFile() && ShardFile.isName(file.getPath().getName())) {
          keys.add(prefix + file.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return keys;
  }
}
