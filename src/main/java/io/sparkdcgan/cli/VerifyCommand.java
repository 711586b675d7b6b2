package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification;
import io.sparkdcgan.snapshot.Verification.Damaged;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code verify RUN}: reads every byte of every snapshot. Anything damaged, or no snapshot at all,
 * is exit code 21, and the JSON line says what is wrong with which file either way.
 */
@Command(
    name = "verify",
    description =
        "Checks every snapshot of a run against its manifest. Exit code 21 if one is damaged.")
final class VerifyCommand implements JobCommand {
  @Parameters(paramLabel = "RUN", description = "The run's folder: hdfs:, s3a:, file: or a path.")
  private String run;

  @Override
  public boolean needsSpark() {
    return false;
  }

  @Override
  public Map<String, Object> run() {
    ObjectStore store = ObjectStore.at(run, JobContext.storage());
    new RunFolder(store).identity();
    SnapshotStore snapshots = new SnapshotStore(store);
    List<Intact> intact = new ArrayList<>();
    List<Damaged> damaged = new ArrayList<>();
    for (long round : snapshots.rounds()) {
      Verification found = snapshots.verify(round);
      if (found instanceof Intact sound) {
        intact.add(sound);
      } else if (found instanceof Damaged unsound) {
        damaged.add(unsound);
      }
    }
    Map<String, Object> fields = fields(store, intact, damaged);
    List<Long> incomplete = snapshots.incomplete();
    fields.put("incomplete", incomplete);
    if (!damaged.isEmpty()) {
      throw new Failure(ExitCode.SNAPSHOT, sentence(store, intact.size(), damaged), fields);
    }
    if (intact.isEmpty()) {
      throw new Failure(
          ExitCode.SNAPSHOT,
          Stream.concat(
                  Stream.of("there is no snapshot in " + store.uri()),
                  incomplete.stream().map(SnapshotStore::incomplete))
              .collect(Collectors.joining("; ")),
          fields);
    }
    return fields;
  }

  private static Map<String, Object> fields(
      ObjectStore store, List<Intact> intact, List<Damaged> damaged) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", store.uri());
    fields.put("snapshots", intact.size() + damaged.size());
    fields.put("intact", intact.size());
    fields.put("damaged", damaged.stream().map(VerifyCommand::fields).toList());
    if (!intact.isEmpty()) {
      Intact newest = intact.get(intact.size() - 1);
      fields.put("latest", store.uri(SnapshotStore.folder(newest.round())));
      fields.put("digest", newest.digest());
    }
    return fields;
  }

  private static Map<String, Object> fields(Damaged damaged) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("snapshot", SnapshotStore.folder(damaged.round()));
    fields.put("round", damaged.round());
    fields.put("file", damaged.file());
    fields.put("reason", damaged.reason());
    return fields;
  }

  private static String sentence(ObjectStore store, int intact, List<Damaged> damaged) {
    String faults = damaged.stream().map(Damaged::sentence).collect(Collectors.joining("; "));
    return "%d of %d snapshots in %s are damaged: %s"
        .formatted(damaged.size(), intact + damaged.size(), store.uri(), faults);
  }
}
