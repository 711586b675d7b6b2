package io.sparkdcgan.failure;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIsNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/**
 * An exception and its causes, outermost first. Spark and Hadoop wrap: a missing file comes as a
 * SparkException around it, a refused connection to S3 as an I/O error of the AWS client. So
 * whoever asks what an exception means asks all of its causes, and this is the one place that walks
 * them. What they are asked is each room's own; the kinds that several rooms ask for stand here.
 */
public final class CauseChain {
  /** An input is not there. */
  public static final Predicate<Throwable> MISSING =
      anyOf(FileNotFoundException.class, NoSuchFileException.class);

  /** A bucket is not there. */
  public static final Predicate<Throwable> NO_BUCKET =
      named("org.apache.hadoop.fs.s3a.UnknownStoreException");

  /** No permission, or no credentials. */
  public static final Predicate<Throwable> DENIED =
      anyOf(AccessDeniedException.class, AccessControlException.class);

  /** Access was denied because nobody logged in to Kerberos; Hadoop says so in words alone. */
  public static final Predicate<Throwable> NO_TICKET =
      says("Client cannot authenticate via").or(says("GSS initiate failed"));

  /** What to do where there is {@link #NO_TICKET}. */
  public static final String LOG_IN =
      "since there is no Kerberos ticket: give --principal and --keytab, or call kinit before";

  /** Where a folder would have to be, there is a file. */
  public static final Predicate<Throwable> NO_FOLDER =
      anyOf(
          FileAlreadyExistsException.class,
          NotDirectoryException.class,
          PathIsNotDirectoryException.class,
          ParentNotDirectoryException.class,
          org.apache.hadoop.fs.FileAlreadyExistsException.class);

  /** Nobody answers. */
  public static final Predicate<Throwable> UNREACHABLE =
      anyOf(
          ConnectException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          SocketTimeoutException.class);

  /** A URI's scheme is none that Hadoop has a file system for. */
  public static final Predicate<Throwable> NO_FILE_SYSTEM =
      anyOf(UnsupportedFileSystemException.class);

  /** Memory is exhausted, in Java or among JavaCPP's arrays. */
  public static final Predicate<Throwable> NO_MEMORY = told(OutOfMemoryError.class);

  /** The system starts no more threads; Java tells it as a lack of memory, in words of its own. */
  static final Predicate<Throwable> NO_THREADS = NO_MEMORY.and(says("native thread"));

  /** The system opens no more files, which it tells in words alone. */
  static final Predicate<Throwable> NO_FILES = says("Too many open files");

  /** A native library cannot be loaded. */
  static final Predicate<Throwable> NO_LIBRARY = told(UnsatisfiedLinkError.class);

  /** Java or Spark is another than the job was built for, or a named class is nowhere. */
  static final Predicate<Throwable> OTHER_CLASSES =
      anyOf(LinkageError.class)
          .or(told(ClassNotFoundException.class))
          .or(told(UnsupportedClassVersionError.class))
          .or(told(NoClassDefFoundError.class))
          .or(told(NoSuchMethodError.class));

  /** Spark says that a setting cannot be. */
  static final Predicate<Throwable> REFUSED_SETTING =
      named("org.apache.spark.SparkIllegalArgumentException");

  /** The system has no name for the user's number; Java's login module stumbles over that. */
  static final Predicate<Throwable> NO_USER = says("invalid null input: name");

  /** A task took one executor after the other along. */
  static final Predicate<Throwable> EXECUTORS_LOST = says("ExecutorLostFailure");

  private final List<Throwable> causes;

  private CauseChain(List<Throwable> causes) {
    this.causes = causes;
  }

  /** The chain of an exception, without the rings that some causes form. */
  public static CauseChain of(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Throwable> chain = new LinkedHashSet<>();
    for (Throwable link = thrown; link != null && seen.add(link); link = link.getCause()) {
      if (link instanceof RemoteException remote) {
        chain.add(remote.unwrapRemoteException());
      }
      chain.add(link);
    }
    return new CauseChain(List.copyOf(chain));
  }

  /** Causes of these classes or of classes below them. */
  @SafeVarargs
  public static Predicate<Throwable> anyOf(Class<? extends Throwable>... kinds) {
    return cause -> {
      for (Class<? extends Throwable> kind : kinds) {
        if (kind.isInstance(cause)) {
          return true;
        }
      }
      return false;
    };
  }

  /** Causes of exactly these classes, which need not be on the class path. */
  public static Predicate<Throwable> named(String... classes) {
    Set<String> names = Set.of(classes);
    return cause -> names.contains(cause.getClass().getName());
  }

  /** Causes whose message holds these words. */
  public static Predicate<Throwable> says(String words) {
    return cause -> String.valueOf(cause.getMessage()).contains(words);
  }

  /** Causes of this class, and those that quote one: Spark hands on some of a task's as text. */
  private static Predicate<Throwable> told(Class<? extends Throwable> kind) {
    return anyOf(kind).or(says(kind.getName()));
  }

  /** Whether a cause is of this kind. */
  public boolean has(Predicate<Throwable> kind) {
    return first(kind).isPresent();
  }

  /** The outermost cause of this kind. */
  public Optional<Throwable> first(Predicate<Throwable> kind) {
    return causes.stream().filter(kind).findFirst();
  }

  /** What the innermost cause says in its first line. */
  public String innermost() {
    return line(causes.get(causes.size() - 1));
  }

  /**
   * The first line of what an exception says, or its class where it says nothing: Hadoop's and
   * Spark's messages may carry a whole stack trace after it.
   */
  public static String line(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage()).stream()
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .map(line -> PrintableText.of(line.strip()))
        .findFirst()
        .orElseGet(() -> thrown.getClass().getSimpleName());
  }
}
