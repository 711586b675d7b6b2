package io.sparkdcgan.artifact;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
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

  private static final String NO_BUCKET = "org.apache.hadoop.fs.s3a.UnknownStoreException";

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
          cannot + "access is denied; check its permissions and the credentials",
          exception);
    }
    if (has(chain, UNREACHABLE)) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          cannot + "the storage cannot be reached (" + innermost(chain) + "); try again later",
          exception);
    }
    // By name: hadoop-aws need not be there.
    if (chain.stream().anyMatch(cause -> cause.getClass().getName().equals(NO_BUCKET))) {
      return new Failure(ExitCode.INPUT_MISSING, cannot + "its bucket does not exist", exception);
    }
    if (has(chain, List.of(FileNotFoundException.class))) {
      return new Failure(ExitCode.INPUT_MISSING, cannot + "it does not exist", exception);
    }
    return new Failure(ExitCode.IO, cannot + innermost(chain), exception);
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
