package io.sparkdcgan.failure;

import java.util.Locale;

/** How a command ended, as schedulers see it; the numbers are part of the contract. */
public enum ExitCode {
  OK(0, false),
  /** The guard stopped the run; the best snapshot stands. */
  DIVERGED(20, false),
  /** No usable snapshot, or one of another run or version. */
  SNAPSHOT(21, false),
  /** The command line cannot be understood. */
  USAGE(64, false),
  /** Reject budget exceeded, or nothing to train on. */
  DATA(65, false),
  /** Something that should be read is not there; a retry helps once it is. */
  INPUT_MISSING(66, true),
  /** Storage or cluster cannot be reached. */
  UNAVAILABLE(69, true),
  /** A bug of ours. */
  BUG(70, false),
  /** Round retries are spent. */
  ROUNDS_FAILED(71, true),
  /** Another driver holds the run. */
  HELD(73, true),
  /** Input or output failed. */
  IO(74, true),
  /** Asked to stop by a signal; a training run has saved a snapshot. */
  PREEMPTED(75, true),
  /** Permission or credentials. */
  PERMISSION(77, false),
  /** The configuration has mistakes. */
  CONFIGURATION(78, false);

  private final int number;
  private final boolean retryable;

  ExitCode(int number, boolean retryable) {
    this.number = number;
    this.retryable = retryable;
  }

  /** The process's exit code. */
  public int number() {
    return number;
  }

  /** Whether the same command may succeed when it is run again. */
  public boolean retryable() {
    return retryable;
  }

  /** The {@code status} of a command's JSON line, for example {@code input-missing}. */
  public String status() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
