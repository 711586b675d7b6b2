package io.sparkdcgan.spark.round;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.round.RoundFailedException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.security.AccessControlException;

/**
 * What it means that a round's job failed. A lost executor, a failed fetch or a hiccup of the
 * storage is no fault of the round, which may be taken again. What would only happen again is
 * thrown as it is: missing inputs, refused access, and mistakes of ours.
 */
final class JobFault {
  private static final List<Class<? extends Throwable>> COMES_AGAIN =
      List.of(
          FileNotFoundException.class,
          NoSuchFileException.class,
          AccessDeniedException.class,
          AccessControlException.class,
          NullPointerException.class,
          IllegalArgumentException.class,
          IndexOutOfBoundsException.class,
          ClassCastException.class,
          UnsupportedOperationException.class,
          LinkageError.class,
          ClassNotFoundException.class);

  private JobFault() {}

  /**
   * What to throw instead of what a job threw.
   *
   * @param thrown by the job
   * @param sparkEnded whether there is no Spark any more to try it with
   */
  static RuntimeException of(Exception thrown, boolean sparkEnded) {
    Set<Throwable> chain = chain(thrown);
    if (sparkEnded) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          "Spark ended during a round (%s): look at the master's page and log, and start again"
              .formatted(line(thrown)),
          thrown);
    }
    for (Throwable cause : chain) {
      if (cause instanceof Failure failure && !failure.code().retryable()) {
        return failure;
      }
      if (COMES_AGAIN.stream().anyMatch(kind -> kind.isInstance(cause))) {
        return thrown instanceof RuntimeException unchecked
            ? unchecked
            : new IllegalStateException("a round's job failed: " + line(thrown), thrown);
      }
    }
    return new RoundFailedException(
        outOfMemory(thrown)
            ? "a task ran out of memory; raise spark.executor.memory (with a local master"
                + " --driver-memory), or let fewer tasks run at once: "
                + line(thrown)
            : line(thrown),
        thrown);
  }

  /** Spark hands on what a task threw as text. */
  private static boolean outOfMemory(Exception thrown) {
    return String.valueOf(thrown.getMessage()).contains(OutOfMemoryError.class.getName());
  }

  /** The first line: Spark's messages carry stack traces after it. */
  private static String line(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage()).strip();
    return message.lines().findFirst().orElse(thrown.getClass().getSimpleName());
  }

  private static Set<Throwable> chain(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Throwable> chain = new LinkedHashSet<>();
    for (Throwable link = thrown; link != null && seen.add(link); link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }
}
