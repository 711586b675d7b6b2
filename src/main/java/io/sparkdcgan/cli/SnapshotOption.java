package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Which of a run's snapshots a command takes. */
final class SnapshotOption {
  @Option(
      names = "--snapshot",
      paramLabel = "latest|best|N",
      description =
          "the newest intact one, that which scored best, or that after round N (default: ${DEFAULT-VALUE})")
  private String snapshot = "latest";

  /**
   * The snapshot that was asked for.
   *
   * @throws Failure {@code USAGE} for a word that names none, {@code SNAPSHOT} if there is no such
   *     snapshot
   */
  TrainedSnapshot of(DcganRun run) {
    return of(run, run::latest, run::after);
  }

  /**
   * What the snapshot's round makes of it.
   *
   * @param latest for the newest intact one
   * @param after for that after a round
   */
  <T> T of(DcganRun run, Supplier<T> latest, LongFunction<T> after) {
    if (snapshot.matches("[0-9]{1,18}")) {
      return after.apply(Long.parseLong(snapshot));
    }
    return switch (snapshot) {
      case "latest" -> latest.get();
      case "best" -> after.apply(run.bestRound());
      default ->
          throw new Failure(
              ExitCode.USAGE,
              "--snapshot must be latest, best or a round, but is %s".formatted(snapshot));
    };
  }
}
