package io.sparkdcgan.cli;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;

/** What to say to who wants the best snapshot. */
final class NoBestSnapshot {
  private NoBestSnapshot() {}

  /**
   * @param run the run's folder
   * @param remedy what to ask for instead
   */
  static Failure of(String run, String remedy) {
    return new Failure(
        ExitCode.SNAPSHOT,
        "no snapshot of %s is the best: snapshots are not scored yet; %s".formatted(run, remedy));
  }
}
