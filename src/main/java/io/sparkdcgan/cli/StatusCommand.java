package io.sparkdcgan.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.GuardRecord;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunStanding;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status RUN}: where the run stands, by its own records; snapshots are not read. */
@Command(name = "status", description = "Says where a run stands.")
final class StatusCommand implements JobCommand {
  @Parameters(paramLabel = "RUN", description = "The run's folder: hdfs:, s3a:, file: or a path.")
  private String run;

  @Override
  public Object run() {
    ObjectStore store = ObjectStore.at(run, JobContext.storage());
    RunFolder folder = new RunFolder(store);
    RunStanding standing = RunStanding.of(folder);
    List<Long> snapshots = standing.snapshots();
    OptionalLong best = new BestHint(store).round();
    OptionalLong seen = standing.imagesSeen();
    return new Result(
        store.uri(),
        standing.status(),
        standing.round(),
        standing.rounds(),
        seen.isPresent() ? (Long) seen.getAsLong() : null,
        snapshots,
        snapshots.isEmpty()
            ? null
            : store.uri(SnapshotStore.folder(snapshots.get(snapshots.size() - 1))),
        best.isPresent() ? store.uri(SnapshotStore.folder(best.getAsLong())) : null,
        new GuardRecord(store).find().orElse(null),
        standing.attempt().map(LastAttempt::of).orElse(null),
        folder.success().orElse(null));
  }

  /**
   * The JSON line.
   *
   * @param result what train said at its end, for those whom its own line did not reach
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Result(
      String run,
      String state,
      long round,
      long rounds,
      Long imagesSeen,
      List<Long> snapshots,
      String latest,
      String best,
      Rollback wentBack,
      LastAttempt attempt,
      Object result) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record LastAttempt(
      String name,
      String status,
      String started,
      long firstRound,
      long lastRound,
      String ended,
      Integer exitCode,
      Boolean retryable) {
    static LastAttempt of(Attempt attempt) {
      Optional<Attempt.End> end = attempt.end();
      Optional<ExitCode> code = end.map(Attempt.End::code);
      return new LastAttempt(
          attempt.name(),
          attempt.status(),
          attempt.started().toString(),
          attempt.firstRound(),
          attempt.lastRound(),
          end.map(Attempt.End::at).map(Instant::toString).orElse(null),
          code.map(ExitCode::number).orElse(null),
          code.map(ExitCode::retryable).orElse(null));
    }
  }
}
