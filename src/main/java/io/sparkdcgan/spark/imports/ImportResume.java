package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an import takes from earlier ones of the same: parts and shards that a start before it has
 * finished, and the shards of a published set that has lost some.
 */
final class ImportResume {
  private static final Logger LOG = LoggerFactory.getLogger(ImportResume.class);

  private final ImportTarget target;
  private final ImportIdentity identity;
  private final String folder;

  ImportResume(ImportTarget target, ImportIdentity identity, String folder) {
    this.target = target;
    this.identity = identity;
    this.folder = folder;
  }

  /**
   * Makes the staging area this import's, or sees that it is.
   *
   * @param earlier manifest of a set that was published here and has lost files
   * @throws Failure {@code CONFIGURATION} if it is another import's
   */
  void begin(Optional<ShardManifest> earlier) throws IOException {
    ImportStaging staging = target.staging();
    Optional<Map<String, String>> unfinished = staging.identity();
    if (unfinished.isPresent()) {
      identity.requireSame(unfinished.get(), folder);
    } else {
      // without a word on whose they are, parts cannot be trusted
      target.deleteStaged();
      if (earlier.isPresent()) {
        keepShards(target.set(), earlier.get(), staging);
        Optional<ShardManifest> apart = target.heldOut().manifest();
        if (apart.isPresent()) {
          keepShards(target.heldOut(), apart.get(), target.heldOutStaging());
        }
      }
      staging.begin(identity.facts());
    }
    if (earlier.isPresent()) {
      target.set().reopen();
    }
  }

  /** Shards that are there with their lengths are finished. */
  private static void keepShards(ShardSet set, ShardManifest manifest, ImportStaging staging)
      throws IOException {
    List<Shard> missing = set.missing(manifest);
    LOG.warn(
        "{} of {} shards of {} are missing or cut off, and are made anew",
        missing.size(),
        manifest.shards().size(),
        set.store().uri());
    for (int index = 0; index < manifest.shards().size(); index++) {
      Shard shard = manifest.shards().get(index);
      if (!missing.contains(shard)) {
        staging.finish(index, shard);
      }
    }
  }

  /**
   * Sees that what was made anew is what was lost.
   *
   * @throws Failure {@code DATA} if not; what stands is left as it is
   */
  void requireSameImages(Optional<ShardManifest> earlier, ShardManifest made) throws IOException {
    if (earlier.isEmpty() || earlier.get().digest().equals(made.digest())) {
      return;
    }
    target.deleteStaged();
    target.set().deleteUncounted(earlier.get());
    throw new Failure(
        ExitCode.DATA,
        "%s has lost shards, and %s no longer gives the images that they held: name another folder, or delete it"
            .formatted(folder, made.source()));
  }
}
