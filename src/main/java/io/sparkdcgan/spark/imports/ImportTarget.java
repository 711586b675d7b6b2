package io.sparkdcgan.spark.imports;

import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.lease.Lease;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that an import writes. It is this driver's, by a lease as runs have it, until it is
 * closed: what others do there meanwhile ends with {@code HELD}, and so does this one if it was
 * taken for dead.
 */
final class ImportTarget implements AutoCloseable {
  /** Key of Hadoop's configuration: without a sign of life for so long a driver lost the set. */
  static final String LEASE_SECONDS = "dcgan.import.lease-seconds";

  private static final Logger LOG = LoggerFactory.getLogger(ImportTarget.class);
  private static final int USUAL_SECONDS = 60;
  private static final int MOST_SECONDS = 3600;
  private static final String CLAIMS = "_lease";

  /** After Spark has ended its tasks, which ask for the claim, and before storages are closed. */
  private static final int AFTER_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 5;

  private final String folder;
  private final Configuration hadoop;
  private final Lease lease;
  private final ShardSet set;
  private final Runnable atShutdown;

  private ImportTarget(String folder, Configuration hadoop, Lease lease) {
    this.folder = folder;
    this.hadoop = hadoop;
    this.lease = lease;
    this.set = new ShardSet(folder, hadoop).fencedBy(lease::check);
    this.atShutdown = lease::close;
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().addShutdownHook(atShutdown, AFTER_SPARK);
    }
  }

  /**
   * Gets the folder for this driver.
   *
   * @param folder its URI, in full
   * @throws Failure {@code HELD} if another import has it
   */
  static ImportTarget hold(String folder, Configuration hadoop) {
    Lease lease =
        Lease.acquire(
            ObjectStore.at(folder, hadoop),
            CLAIMS,
            new Lease.Term(
                Duration.ofSeconds(leaseSeconds(hadoop)), "spark.hadoop." + LEASE_SECONDS),
            ImportTarget::pause);
    return new ImportTarget(folder, hadoop, lease);
  }

  private static int leaseSeconds(Configuration hadoop) {
    String set = hadoop.getTrimmed(LEASE_SECONDS, String.valueOf(USUAL_SECONDS));
    try {
      int seconds = Integer.parseInt(set);
      if (seconds >= 1 && seconds <= MOST_SECONDS) {
        return seconds;
      }
      throw wrongLease(set, null);
    } catch (NumberFormatException e) {
      throw wrongLease(set, e);
    }
  }

  private static Failure wrongLease(String set, Exception cause) {
    return new Failure(
        ExitCode.CONFIGURATION,
        "spark.hadoop.%s must be a whole number from 1 to %s, but is %s"
            .formatted(LEASE_SECONDS, String.valueOf(MOST_SECONDS), set),
        cause);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(
          ExitCode.PREEMPTED, "the import was asked to stop while it waited for its folder", e);
    }
  }

  /**
   * Sees that a folder can become, or is, that of a set.
   *
   * @throws Failure {@code CONFIGURATION} if it is a run's or inside that of a set, or if files of
   *     others are in the way
   */
  static void requireFree(String folder, Configuration hadoop) throws IOException {
    if (new RunFolder(ObjectStore.at(folder, hadoop)).exists()) {
      throw new Failure(
          ExitCode.CONFIGURATION, folder + " holds a run: name another folder for the shards");
    }
    for (Path above = StorageUri.resolved(folder).getParent();
        above != null;
        above = above.getParent()) {
      if (isSet(above, hadoop)) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s lies in %s, which holds the shards of another import: name a folder outside of it"
                .formatted(folder, above));
      }
    }
    new ShardSet(folder, hadoop).requireOnlyShards();
    new ImportStaging(folder, hadoop).requireOwn();
    new ImportStaging(ShardSet.heldOut(folder), hadoop).requireOwn();
  }

  private static boolean isSet(Path folder, Configuration hadoop) {
    try {
      return ObjectStore.at(folder.toString(), hadoop).exists(ShardManifest.FILE);
    } catch (Failure e) {
      if (e.code() == ExitCode.PERMISSION) {
        // others may own what lies above
        return false;
      }
      throw e;
    }
  }

  /** The set, which can be written to while this driver has it. */
  ShardSet set() {
    return set;
  }

  /** The set, inside it, of those images that it does without. */
  ShardSet heldOut() {
    return new ShardSet(ShardSet.heldOut(folder), hadoop).fencedBy(lease::check);
  }

  /** The objects of the folder, fenced. */
  ObjectStore store() {
    return set.store();
  }

  ImportStaging staging() {
    return new ImportStaging(folder, hadoop);
  }

  ImportStaging heldOutStaging() {
    return new ImportStaging(ShardSet.heldOut(folder), hadoop);
  }

  /** Deletes everything that was staged, while this driver has the folder. */
  void deleteStaged() throws IOException {
    lease.check();
    heldOutStaging().delete();
    staging().delete();
  }

  /** What tasks ask. */
  TaskFence fence() {
    return new TaskFence(folder, lease.claim());
  }

  /** That the folder was lost says more than what came of it. */
  void requireHeld(Exception thrown) {
    try {
      lease.check();
    } catch (Failure e) {
      if (e.code() == ExitCode.HELD) {
        e.addSuppressed(thrown);
        throw e;
      }
      thrown.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atShutdown);
    }
    lease.close();
    Path target = StorageUri.resolved(folder);
    deleteEmpty(StorageUri.resolved(ShardSet.heldOut(folder)));
    deleteEmpty(new Path(target, CLAIMS));
    deleteEmpty(target);
  }

  private void deleteEmpty(Path path) {
    try {
      PlainFiles.deleteEmpty(path, hadoop);
    } catch (IOException e) {
      // perhaps another import has begun
      LOG.debug("{} is left", path, e);
    }
  }
}
