package io.sparkdcgan.spark.round;

import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.round.RoundFailedException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What it means that a round's job failed. A lost executor, a failed fetch or a hiccup of the
 * storage is no fault of the round, which may be taken again. What would only happen again is
 * thrown as it is: missing inputs, refused access, and mistakes of ours.
 */
final class JobFault {
  private static final Predicate<Throwable> COMES_AGAIN =
      CauseChain.MISSING
          .or(CauseChain.DENIED)
          .or(
              CauseChain.anyOf(
                  NullPointerException.class,
                  IllegalArgumentException.class,
                  IndexOutOfBoundsException.class,
                  ClassCastException.class,
                  UnsupportedOperationException.class,
                  LinkageError.class,
                  ClassNotFoundException.class))
          .or(cause -> cause instanceof Failure failure && !failure.code().retryable());

  private JobFault() {}

  /**
   * What to throw instead of what a job threw.
   *
   * @param thrown by the job
   * @param sparkEnded whether there is no Spark any more to try it with
   */
  static RuntimeException of(Exception thrown, boolean sparkEnded) {
    String line = CauseChain.line(thrown);
    if (sparkEnded) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          "Spark ended during a round (%s): look at the master's page and log, and start again"
              .formatted(line),
          thrown);
    }
    Optional<Throwable> comesAgain = CauseChain.of(thrown).first(COMES_AGAIN);
    if (comesAgain.isPresent()) {
      if (comesAgain.get() instanceof Failure failure) {
        return failure;
      }
      return thrown instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException("a round's job failed: " + line, thrown);
    }
    // Spark hands on what a task threw as text
    boolean outOfMemory = CauseChain.says(OutOfMemoryError.class.getName()).test(thrown);
    return new RoundFailedException(
        outOfMemory
            ? "a task ran out of memory; raise spark.executor.memory (with a local master"
                + " --driver-memory), or let fewer tasks run at once: "
                + line
            : line,
        thrown);
  }
}
