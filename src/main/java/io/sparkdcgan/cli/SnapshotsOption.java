package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which of a run's snapshots, one or several, a command takes. */
final class SnapshotsOption {
  private static final Pattern ROUNDS = Pattern.compile("[0-9]{1,18}(,[0-9]{1,18})*");

  @Option(
      names = "--snapshots",
      paramLabel = "latest|all|best|N,N...",
      description =
          "the newest intact one, all, that which scored best, or those after rounds (default: ${DEFAULT-VALUE})")
  private String snapshots = "latest";

  /**
   * The snapshots that were asked for, each read when it is its turn; rounds in the order given.
   *
   * @throws Failure {@code USAGE} for a word that names none, {@code SNAPSHOT} if there is none of
   *     a round
   */
  Stream<TrainedSnapshot> of(DcganRun run) {
    if (ROUNDS.matcher(snapshots).matches()) {
      return run.after(Stream.of(snapshots.split(",")).map(Long::valueOf).distinct().toList());
    }
    return switch (snapshots) {
      case "latest" -> Stream.of(run.latest());
      case "all" -> all(run);
      case "best" -> Stream.of(run.best());
      default ->
          throw new Failure(
              ExitCode.USAGE,
              "--snapshots must be latest, all, best or rounds such as 12,60,180, but is %s"
                  .formatted(snapshots));
    };
  }

  private static Stream<TrainedSnapshot> all(DcganRun run) {
    List<Long> rounds = run.snapshots();
    return rounds.isEmpty() ? Stream.of(run.latest()) : rounds.stream().map(run::after);
  }
}
