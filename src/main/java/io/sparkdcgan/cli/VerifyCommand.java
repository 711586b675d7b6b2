package io.sparkdcgan.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.List;
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
  public Object run() {
    ObjectStore store = ObjectStore.at(run, JobContext.storage());
    new RunFolder(store).identity();
    SnapshotStore snapshots = new SnapshotStore(store);
    List<Intact> intact = new ArrayList<>();
    List<Damaged> damaged = new ArrayList<>();
    for (Verification found : snapshots.verifyAll()) {
      if (found instanceof Intact sound) {
        intact.add(sound);
      } else if (found instanceof Damaged unsound) {
        damaged.add(unsound);
      }
    }
    List<Long> incomplete = snapshots.incomplete();
    Result result = Result.of(store, intact, damaged, incomplete);
    if (!damaged.isEmpty()) {
      throw new Failure(
          ExitCode.SNAPSHOT, sentence(store, intact.size(), damaged), ResultLine.facts(result));
    }
    if (intact.isEmpty()) {
      throw new Failure(
          ExitCode.SNAPSHOT,
          Stream.concat(
                  Stream.of("there is no snapshot in " + store.uri()),
                  incomplete.stream().map(SnapshotStore::incomplete))
              .collect(Collectors.joining("; ")),
          ResultLine.facts(result));
    }
    return result;
  }

  private static String sentence(ObjectStore store, int intact, List<Damaged> damaged) {
    String faults = damaged.stream().map(Damaged::sentence).collect(Collectors.joining("; "));
    return "%s of %s snapshots in %s are damaged: %s"
        .formatted(damaged.size(), intact + damaged.size(), store.uri(), faults);
  }

  private record Result(
      String run,
      int snapshots,
      int intact,
      List<Fault> damaged,
      @JsonInclude(JsonInclude.Include.NON_NULL) String latest,
      @JsonInclude(JsonInclude.Include.NON_NULL) String digest,
      List<Long> incomplete) {
    static Result of(
        ObjectStore store, List<Intact> intact, List<Damaged> damaged, List<Long> incomplete) {
      Intact newest = intact.isEmpty() ? null : intact.get(intact.size() - 1);
      return new Result(
          store.uri(),
          intact.size() + damaged.size(),
          intact.size(),
          damaged.stream().map(Fault::of).toList(),
          newest == null ? null : store.uri(SnapshotStore.folder(newest.round())),
          newest == null ? null : newest.digest(),
          incomplete);
    }
  }

  private record Fault(String snapshot, long round, String file, String reason) {
    static Fault of(Damaged damaged) {
      String snapshot = SnapshotStore.folder(damaged.round());
      return new Fault(snapshot, damaged.round(), damaged.file(), damaged.reason());
    }
  }
}
