package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.Publication;
import io.sparkdcgan.artifact.Publication.Published;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code publish RUN --to URI}: a snapshot to where its consumers look. */
@Command(
    name = "publish",
    description = "Copies a verified snapshot, its grid and the run's page to a stable place.")
final class PublishCommand implements JobCommand {
  @Parameters(paramLabel = "RUN", description = "the run's folder")
  private String run;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URI",
      description = "the place, the same for every run; its current.json names the newest")
  private String to;

  @Mixin private SnapshotOption snapshot;

  @Override
  public Object run() {
    Configuration storage = JobContext.storage();
    ObjectStore source = ObjectStore.at(run, storage);
    new RunFolder(source).identity();
    Published published = published(source, new Publication(source, ObjectStore.at(to, storage)));
    return new Result(
        source.uri(),
        published.round(),
        published.digest(),
        published.uri(),
        published.current(),
        published.files(),
        published.alreadyThere());
  }

  private record Result(
      String run,
      long round,
      String digest,
      String published,
      String current,
      List<String> files,
      boolean alreadyThere) {}

  private Published published(ObjectStore source, Publication publication) {
    SnapshotStore snapshots = new SnapshotStore(source);
    return snapshot.of(
        () -> newest(snapshots, publication, source.uri()),
        () -> new BestHint(source).required(),
        round -> publication.publish(snapshots.intact(round)));
  }

  /** The run may delete it meanwhile, and has a newer one then. */
  private static Published newest(SnapshotStore snapshots, Publication publication, String run) {
    while (true) {
      Intact newest =
          snapshots
              .latestIntact()
              .orElseThrow(
                  () ->
                      new Failure(
                          ExitCode.SNAPSHOT,
                          "%s has no snapshots yet; train it first".formatted(run)));
      try {
        return publication.publish(newest);
      } catch (Failure e) {
        if (e.code() != ExitCode.SNAPSHOT || snapshots.rounds().contains(newest.round())) {
          throw e;
        }
      }
    }
  }
}
