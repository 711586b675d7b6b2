package io.sparkdcgan.spark.imports;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.lease.Lease;
import io.sparkdcgan.storage.ObjectStore;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * Tells tasks whether their driver still holds the set: its claim stands as long as it does, and no
 * word that it was taken over. What a task of a driver that lost the set writes, nobody counts on,
 * and nobody would delete.
 *
 * @param folder URI of the set's folder
 * @param claim key of the claim
 */
record TaskFence(String folder, String claim) implements Serializable {
  boolean holds(Configuration hadoop) {
    ObjectStore set = ObjectStore.at(folder, hadoop);
    // a driver that wakes up renews its claim before it sees that it was taken for dead
    return set.exists(claim) && !set.exists(Lease.takenOver(claim));
  }

  /**
   * Sees to it.
   *
   * @throws Failure {@code HELD} if not
   */
  void require(Configuration hadoop) {
    if (!holds(hadoop)) {
      throw new Failure(
          ExitCode.HELD,
          folder
              + " is no longer held by this import, which has ended or was taken over by another");
    }
  }
}
