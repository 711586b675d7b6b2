package io.sparkdcgan.cli;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long preflight waits for executors. */
final class ExecutorPatience {
  private static final int MOST = 604_800;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "how long preflight waits for executors (default: ${DEFAULT-VALUE})")
  private int seconds = 300;

  Duration duration() {
    if (seconds < 1 || seconds > MOST) {
      throw new Failure(
          ExitCode.USAGE,
          "--wait must be from 1 to %d seconds, but is %d".formatted(MOST, seconds));
    }
    return Duration.ofSeconds(seconds);
  }
}
