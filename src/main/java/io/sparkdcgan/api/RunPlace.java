package io.sparkdcgan.api;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Where a run's folder may lie: neither it nor the images may be among the other's own files. */
final class RunPlace {
  /** Folders of a run in which it deletes what it does not know. */
  private static final List<String> INSIDE = List.of("snapshots", "samples", "attempts", "leases");

  private RunPlace() {}

  /**
   * Sees that a run's folder and that of its images do not mix, however they are written.
   *
   * @throws Failure {@code CONFIGURATION} if they do
   */
  static void requireApart(String run, String images, Configuration hadoop) {
    try {
      if (StorageUri.isWithin(run, images, hadoop)) {
        throw mixing("the run's folder %s lies in that of data.shards, %s", run, images);
      }
      for (String inside : INSIDE) {
        if (StorageUri.isWithin(images, run + "/" + inside, hadoop)) {
          throw mixing("data.shards, %s, lies among the files of the run in %s", images, run);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Failure mixing(String what, String one, String other) {
    return new Failure(
        ExitCode.CONFIGURATION, what.formatted(one, other) + ": take a folder of its own for --to");
  }
}
