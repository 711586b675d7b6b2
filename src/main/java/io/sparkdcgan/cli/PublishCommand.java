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
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--snapshot",
      paramLabel = "latest|best|N",
      description =
          "the newest intact one, that which scored best, or that after round N (default: ${DEFAULT-VALUE})")
  private String snapshot = "latest";

  @Override
  public Map<String, Object> run() {
    Configuration storage = JobContext.storage();
    ObjectStore source = ObjectStore.at(run, storage);
    new RunFolder(source).identity();
    Intact chosen = chosen(source);
    Published published = new Publication(source, ObjectStore.at(to, storage)).publish(chosen);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", source.uri());
    fields.put("round", published.round());
    fields.put("digest", published.digest());
    fields.put("published", published.uri());
    fields.put("current", published.current());
    fields.put("files", published.files());
    fields.put("alreadyThere", published.alreadyThere());
    return fields;
  }

  private Intact chosen(ObjectStore source) {
    SnapshotStore snapshots = new SnapshotStore(source);
    if (snapshot.matches("[0-9]{1,18}")) {
      return snapshots.intact(Long.parseLong(snapshot));
    }
    return switch (snapshot) {
      case "latest" ->
          snapshots
              .latestIntact()
              .orElseThrow(
                  () ->
                      new Failure(
                          ExitCode.SNAPSHOT,
                          "%s has no snapshots yet; train it first".formatted(source.uri())));
      case "best" -> snapshots.intact(new BestHint(source).required());
      default ->
          throw new Failure(
              ExitCode.USAGE,
              "--snapshot must be latest, best or a round, but is %s".formatted(snapshot));
    };
  }
}
