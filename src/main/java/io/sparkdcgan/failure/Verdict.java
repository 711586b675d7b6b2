package io.sparkdcgan.failure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/**
 * What an exception means to whoever runs us: an exit code and one sentence.
 *
 * <p>Spark and Hadoop wrap: a missing file comes as a SparkException around it, a refused
 * connection to S3 as an I/O error of the AWS client. So the whole chain of causes is looked at,
 * and what says most about the reason wins: a {@link Failure}, then the I/O exceptions that name
 * their reason, then any other I/O exception.
 */
public record Verdict(ExitCode code, String sentence) {

  /** The same as an exception; a {@link Failure} stays as it is. */
  public static Failure failure(Exception thrown) {
    if (thrown instanceof Failure failure) {
      return failure;
    }
    Verdict verdict = of(thrown);
    return new Failure(verdict.code, verdict.sentence, thrown);
  }

  public static Verdict of(Throwable thrown) {
    Set<Throwable> chain = chain(thrown);
    return chain.stream()
        .filter(Failure.class::isInstance)
        .map(Failure.class::cast)
        .findFirst()
        .map(failure -> new Verdict(failure.code(), failure.getMessage()))
        .or(() -> chain.stream().map(Verdict::named).flatMap(Optional::stream).findFirst())
        .or(() -> chain.stream().map(Verdict::inputOutput).flatMap(Optional::stream).findFirst())
        .orElseGet(() -> bug(thrown));
  }

  /** Work that may meet any exception. */
  @FunctionalInterface
  public interface Work<T> {
    T get() throws Exception;
  }

  /**
   * Does the work for callers that know of {@link Failure} alone.
   *
   * @throws Failure whatever the work throws
   */
  public static <T> T orFailure(Work<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      throw failure(e);
    }
  }

  private static Optional<Verdict> named(Throwable thrown) {
    if (thrown instanceof FileNotFoundException || thrown instanceof NoSuchFileException) {
      return verdict(ExitCode.INPUT_MISSING, "an input is missing", thrown);
    }
    // By name: hadoop-aws need not be there.
    if (thrown.getClass().getName().equals("org.apache.hadoop.fs.s3a.UnknownStoreException")) {
      return verdict(ExitCode.INPUT_MISSING, "a bucket is missing", thrown);
    }
    if (thrown instanceof AccessControlException || thrown instanceof AccessDeniedException) {
      return verdict(
          ExitCode.PERMISSION,
          NoTicket.isAmong(List.of(thrown))
              ? "access is denied, " + NoTicket.REMEDY
              : "access is denied, check permissions and credentials",
          thrown);
    }
    if (thrown instanceof ConnectException
        || thrown instanceof NoRouteToHostException
        || thrown instanceof UnknownHostException
        || thrown instanceof SocketTimeoutException) {
      return verdict(ExitCode.UNAVAILABLE, "storage or cluster cannot be reached", thrown);
    }
    if (thrown instanceof UnsupportedFileSystemException) {
      return verdict(ExitCode.CONFIGURATION, "a URI must be hdfs:, s3a:, file: or a path", thrown);
    }
    return Optional.empty();
  }

  private static Optional<Verdict> inputOutput(Throwable thrown) {
    return thrown instanceof IOException
        ? verdict(ExitCode.IO, "input or output failed", thrown)
        : Optional.empty();
  }

  private static Verdict bug(Throwable thrown) {
    return new Verdict(
        ExitCode.BUG,
        "this is a bug, please report it with the stack trace that --debug prints: %s: %s"
            .formatted(thrown.getClass().getName(), firstLine(thrown)));
  }

  private static Optional<Verdict> verdict(ExitCode code, String meaning, Throwable thrown) {
    return Optional.of(new Verdict(code, meaning + ": " + firstLine(thrown)));
  }

  /** Hadoop's and Spark's messages may carry a whole stack trace after their first line. */
  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? thrown.getClass().getSimpleName()
        : message.lines().filter(line -> !line.isBlank()).findFirst().orElseThrow().strip();
  }

  /** The exception and its causes, outermost first, without the rings that some of them form. */
  private static Set<Throwable> chain(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Throwable> chain = new LinkedHashSet<>();
    for (Throwable link = thrown; link != null && seen.add(link); link = link.getCause()) {
      if (link instanceof RemoteException remote) {
        chain.add(remote.unwrapRemoteException());
      }
      chain.add(link);
    }
    return chain;
  }
}
