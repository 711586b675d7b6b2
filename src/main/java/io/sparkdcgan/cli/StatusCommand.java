package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.GuardRecord;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunStanding;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status RUN}: where the run stands, by its own records; snapshots are not read. */
@Command(name = "status", description = "Says where a run stands.")
final class StatusCommand implements JobCommand {
  @Parameters(paramLabel = "RUN", description = "The run's folder: hdfs:, s3a:, file: or a path.")
  private String run;

  @Override
  public boolean needsSpark() {
    return false;
  }

  @Override
  public Map<String, Object> run() {
    ObjectStore store = ObjectStore.at(run, JobContext.storage());
    RunFolder folder = new RunFolder(store);
    RunStanding standing = RunStanding.of(folder);
    List<Long> snapshots = standing.snapshots();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", store.uri());
    fields.put("state", standing.status());
    fields.put("round", standing.round());
    fields.put("rounds", standing.rounds());
    standing.imagesSeen().ifPresent(seen -> fields.put("imagesSeen", seen));
    fields.put("snapshots", snapshots);
    if (!snapshots.isEmpty()) {
      long newest = snapshots.get(snapshots.size() - 1);
      fields.put("latest", store.uri(SnapshotStore.folder(newest)));
    }
    BestHint best = new BestHint(store);
    best.round().ifPresent(round -> fields.put("best", store.uri(SnapshotStore.folder(round))));
    new GuardRecord(store).find().ifPresent(back -> fields.put("wentBack", back));
    standing.attempt().ifPresent(attempt -> fields.put("attempt", fields(attempt)));
    // What train said at its end, for those whom its own line did not reach.
    folder.success().ifPresent(result -> fields.put("result", result));
    return fields;
  }

  private static Map<String, Object> fields(Attempt attempt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", attempt.name());
    fields.put("status", attempt.status());
    fields.put("started", attempt.started().toString());
    fields.put("firstRound", attempt.firstRound());
    fields.put("lastRound", attempt.lastRound());
    attempt
        .end()
        .ifPresent(
            end -> {
              fields.put("ended", end.at().toString());
              fields.put("exitCode", end.code().number());
              fields.put("retryable", end.code().retryable());
            });
    return fields;
  }
}
