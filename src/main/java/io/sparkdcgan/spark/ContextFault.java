package io.sparkdcgan.spark;

import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;

/**
 * What it means that Spark did not start. On YARN it starts by asking for a container, and says in
 * plain exceptions that there is none to be had.
 */
final class ContextFault {
  /** Words of Spark's YARN client, of a container above what the cluster grants anybody. */
  private static final String TOO_LARGE = "is above the max threshold";

  /** Words of its client mode, whose application master ended before it was there. */
  private static final String ENDED = "The YARN application has already ended";

  private ContextFault() {}

  /** What to throw instead of what Spark threw. */
  static RuntimeException of(Exception thrown) {
    String message = CauseChain.line(thrown);
    if (message.contains(TOO_LARGE)) {
      return new Failure(
          ExitCode.CONFIGURATION, "YARN would never grant it: %s".formatted(message), thrown);
    }
    if (message.contains(ENDED)) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          "YARN ended the application before it began: look at its logs, and start it again",
          thrown);
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("Spark did not start: " + message, thrown);
  }
}
