package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.NoTicket;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;

/**
 * What an exception of a file system means to whoever started the command. File systems wrap the
 * cause that matters, some of them several times, so the whole chain is looked at.
 */
final class StorageFailure {
  private static final List<Class<? extends Throwable>> UNKNOWN =
      List.of(UnsupportedFileSystemException.class, ClassNotFoundException.class);
  private static final List<Class<? extends Throwable>> DENIED =
      List.of(AccessDeniedException.class, AccessControlException.class);
  private static final List<Class<? extends Throwable>> UNREACHABLE =
      List.of(
          ConnectException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          SocketTimeoutException.class);

  /** The connection broke, or the storage says itself that it will be better. */
  private static final List<Class<? extends Throwable>> PASSING =
      List.of(
          SocketException.class,
          SocketTimeoutException.class,
          UnknownHostException.class,
          EOFException.class,
          RetriableException.class,
          StandbyException.class);

  // By name: hadoop-aws need not be there.
  private static final String S3A = "org.apache.hadoop.fs.s3a.";
  private static final Set<String> NO_BUCKET = Set.of(S3A + "UnknownStoreException");

  /** The server's answer was 503 or another 5xx. */
  private static final Set<String> OVERLOADED =
      Set.of(S3A + "AWSServiceThrottledException", S3A + "AWSStatus500Exception");

  /** There was no answer, or half of one, or it was not what had been asked. */
  private static final Set<String> CUT_OFF =
      Set.of(S3A + "AWSNoResponseException", S3A + "AWSClientIOException");

  /** S3's word where the answer to the completion of an upload was lost. */
  private static final String NO_UPLOAD = "NoSuchUpload";

  private StorageFailure() {}

  /**
   * @param doing what was being done, for example {@code "write"}
   * @param uri what it was done to
   */
  static Failure of(String doing, String uri, Exception exception) {
    List<Throwable> chain = chain(exception);
    String cannot = "cannot " + doing + " " + uri + ": ";
    if (has(chain, UNKNOWN)) {
      return new Failure(
          ExitCode.CONFIGURATION,
          cannot + "there is no file system for its scheme; use hdfs:, s3a:, file: or a local path",
          exception);
    }
    if (has(chain, DENIED) || chain.stream().anyMatch(StorageFailure::isLocalDenial)) {
      return new Failure(
          ExitCode.PERMISSION,
          cannot
              + (NoTicket.isAmong(chain)
                  ? "access is denied, " + NoTicket.REMEDY
                  : "access is denied; check its permissions and the credentials"),
          exception);
    }
    if (has(chain, UNREACHABLE)) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          cannot + "the storage cannot be reached (" + innermost(chain) + "); try again later",
          exception);
    }
    if (hasNamed(chain, OVERLOADED)) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          cannot
              + "the storage is overloaded or broken ("
              + innermost(chain)
              + "); try again later",
          exception);
    }
    if (hasNamed(chain, NO_BUCKET)) {
      return new Failure(ExitCode.INPUT_MISSING, cannot + "its bucket does not exist", exception);
    }
    if (has(chain, List.of(FileNotFoundException.class)) && !isLostUpload(chain)) {
      return new Failure(ExitCode.INPUT_MISSING, cannot + "it does not exist", exception);
    }
    return new Failure(ExitCode.IO, cannot + innermost(chain), exception);
  }

  /** Whether the same operation may succeed if it is taken again in a moment. */
  static boolean mayPass(Exception exception) {
    List<Throwable> chain = chain(exception);
    return !has(chain, DENIED)
        && (has(chain, PASSING)
            || hasNamed(chain, OVERLOADED)
            || hasNamed(chain, CUT_OFF)
            || isLostUpload(chain));
  }

  private static boolean isLostUpload(List<Throwable> chain) {
    return chain.stream().anyMatch(cause -> String.valueOf(cause.getMessage()).contains(NO_UPLOAD));
  }

  /** Java's own streams report a refused local file as one that is not found. */
  private static boolean isLocalDenial(Throwable cause) {
    return cause instanceof FileNotFoundException
        && String.valueOf(cause.getMessage()).endsWith("(Permission denied)");
  }

  private static boolean has(List<Throwable> chain, List<Class<? extends Throwable>> kinds) {
    return chain.stream()
        .anyMatch(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)));
  }

  private static boolean hasNamed(List<Throwable> chain, Set<String> kinds) {
    return chain.stream().anyMatch(cause -> kinds.contains(cause.getClass().getName()));
  }

  private static List<Throwable> chain(Throwable exception) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = exception; cause != null && seen.add(cause); cause = cause.getCause()) {
      chain.add(cause);
      if (cause instanceof RemoteException remote) {
        chain.add(remote.unwrapRemoteException());
      }
    }
    return chain;
  }

  /** The first line of what the innermost cause says. */
  private static String innermost(List<Throwable> chain) {
    Throwable cause = chain.get(chain.size() - 1);
    String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
    String line = message.lines().findFirst().orElse("");
    return line.isEmpty() ? cause.getClass().getSimpleName() : line;
  }
}
