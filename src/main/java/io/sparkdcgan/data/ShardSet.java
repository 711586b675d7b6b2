package io.sparkdcgan.data;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder that an import writes: shards, and the manifest that vouches for them. */
public final class ShardSet {
  private static final String HELD_OUT = "held-out";

  private final String folder;
  private final Configuration hadoop;

  /**
   * @param folder its URI; it need not exist
   */
  public ShardSet(String folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /** The folder, inside that of a set, of the set of those images that it does without. */
  public static String heldOut(String folder) {
    return folder + "/" + HELD_OUT;
  }

  /**
   * What an earlier import left, if one got to its end.
   *
   * @throws Failure {@code DATA} if its manifest cannot be understood
   */
  public Optional<ShardManifest> manifest() throws IOException {
    try {
      return Optional.of(ShardManifest.read(folder, hadoop));
    } catch (Failure e) {
      Path manifest = new Path(folder, ShardManifest.FILE);
      if (e.code() == ExitCode.INPUT_MISSING && !PlainFiles.of(manifest, hadoop).exists(manifest)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Writes the manifest, which makes its shards count, then deletes what other attempts left. */
  public void publish(ShardManifest manifest) throws IOException {
    manifest.write(folder, hadoop);
    Set<String> counting = manifest.shards().stream().map(Shard::file).collect(Collectors.toSet());
    Path path = StorageUri.resolved(folder);
    FileSystem files = PlainFiles.of(path, hadoop);
    for (FileStatus file : files.listStatus(path)) {
      String name = file.getPath().getName();
      if (ShardWriter.isShard(name) && !counting.contains(name)) {
        files.delete(file.getPath(), false);
      }
    }
  }
}
