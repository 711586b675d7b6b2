package io.sparkdcgan.storage;

import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What is wrong with a URI that Hadoop cannot open or would misunderstand, and what to write. */
final class UriMistakes {
  /** Where file systems come from that are in no Hadoop or Spark as it is. */
  private static final Map<String, String> JARS =
      Map.of(
          "s3a", "hadoop-aws",
          "gs", "gcs-connector",
          "abfs", "hadoop-azure",
          "abfss", "hadoop-azure",
          "wasb", "hadoop-azure",
          "wasbs", "hadoop-azure",
          "oss", "hadoop-aliyun",
          "cosn", "hadoop-cos",
          "obs", "hadoop-huaweicloud");

  private static final Predicate<Throwable> NO_CODE =
      CauseChain.NO_FILE_SYSTEM.or(
          CauseChain.anyOf(ClassNotFoundException.class, LinkageError.class));

  private static final int MOST_PORT = 65_535;

  private UriMistakes() {}

  /** What a scheme is mostly written for, as the end of a sentence; empty if that is not known. */
  static String advice(String scheme) {
    String usual = scheme.toLowerCase(Locale.ROOT);
    if (usual.equals("s3") || usual.equals("s3n")) {
      return "; for S3 write s3a:// instead of " + scheme + "://";
    }
    if (!usual.equals(scheme)) {
      return "; schemes are written in lower case: " + usual + ":";
    }
    String jar = JARS.get(scheme);
    return jar == null ? "" : ", and put the jar of " + jar + " on Spark's class path";
  }

  /** Refuses what would be taken for a local name that nobody means. */
  static void requireMeant(String uri) {
    if (uri.equals("~") || uri.startsWith("~/")) {
      throw refusal(
          uri,
          "only a shell knows what ~ is, and it did not replace it: write the folder in full, or"
              + " ./~ for one of this name");
    }
    if (!uri.strip().equals(uri) && StorageUri.SCHEME.matcher(uri.strip()).matches()) {
      throw refusal(uri, "there are blanks around it: leave them out");
    }
  }

  /** Refuses a place that cannot be, or is not said where it has to be. */
  static void requirePlace(String uri, Path path, Configuration hadoop) {
    URI place = path.toUri();
    switch (place.getScheme()) {
      case "file" -> {
        if (place.getAuthority() != null) {
          throw refusal(
              uri,
              "a file: URI names no machine, only what this one has mounted: write file:///, with"
                  + " three slashes");
        }
      }
      case "hdfs" -> requireNamenode(uri, place, hadoop);
      case "s3a" -> requireBucket(uri, place);
      default -> {}
    }
  }

  private static void requireNamenode(String uri, URI place, Configuration hadoop) {
    URI usual = FileSystem.getDefaultUri(hadoop);
    boolean hasUsual = "hdfs".equals(usual.getScheme()) && usual.getAuthority() != null;
    if (place.getAuthority() == null && !hasUsual) {
      throw refusal(
          uri,
          "it names no namenode, and the default file system here (fs.defaultFS) is %s: write hdfs://HOST:PORT/..., or set HADOOP_CONF_DIR to the folder of the cluster's core-site.xml"
              .formatted(usual));
    }
    boolean isHost = place.getHost() != null && place.getPort() <= MOST_PORT;
    if (place.getAuthority() != null && !isHost) {
      throw refusal(
          uri,
          "%s is no host:port; a host's name has letters, digits, hyphens and dots, and a port is at most %s"
              .formatted(place.getAuthority(), MOST_PORT));
    }
  }

  private static void requireBucket(String uri, URI place) {
    if (place.getAuthority() == null) {
      throw refusal(uri, "it names no bucket: write s3a://BUCKET/...");
    }
    if (place.getHost() == null || place.getPort() >= 0) {
      throw refusal(
          uri,
          "%s is no bucket's name that Hadoop can address: 3 to 63 lower-case letters, digits and hyphens, and no underscore; take another bucket"
              .formatted(place.getAuthority()));
    }
  }

  /**
   * Sees that nothing is refused on the way to a local path, nor the path itself.
   *
   * @throws Failure {@code PERMISSION} if it is, {@code USAGE} if a file is on the way
   */
  static void requireAccess(String uri, Path path) throws IOException {
    if (!path.toUri().getScheme().equals("file")) {
      return;
    }
    try {
      LocalFiles.requireAccess(java.nio.file.Path.of(path.toUri().getPath()));
    } catch (AccessDeniedException e) {
      throw new Failure(
          ExitCode.PERMISSION,
          "cannot open %s: access to %s is denied; check its permissions, and the user who runs this"
              .formatted(uri, e.getFile()),
          e);
    } catch (NotDirectoryException e) {
      throw new Failure(
          ExitCode.USAGE,
          "cannot open %s: %s is a file, and nothing lies below it; name another place"
              .formatted(uri, e.getFile()),
          e);
    }
  }

  /** What it means that a path's file system could not be had. */
  static Failure failure(String uri, Throwable thrown) {
    CauseChain chain = CauseChain.of(thrown);
    String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
    if (chain.has(CauseChain.anyOf(UnknownHostException.class))) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          "cannot open %s: there is no such host (%s); check its name, and set HADOOP_CONF_DIR to the cluster's configuration if it is the name of several namenodes"
              .formatted(uri, chain.innermost()),
          thrown);
    }
    if (chain.has(NO_CODE)) {
      return refusal(
          uri,
          "there is no file system for %s: here; put the jar of %s and what it needs on Spark's class path (--packages or --jars)"
              .formatted(scheme, JARS.getOrDefault(scheme, "its connector")),
          thrown);
    }
    if (chain.has(CauseChain.anyOf(InvalidPathException.class))) {
      return refusal(
          uri,
          "no file here can have this name (%s); if it has letters beyond English, set LC_ALL=C.UTF-8"
              .formatted(chain.innermost()),
          thrown);
    }
    return refusal(
        uri,
        "it is no URI of a known file system (%s); use hdfs:, s3a:, file:/ or a local path"
            .formatted(chain.innermost()),
        thrown);
  }

  private static Failure refusal(String uri, String why) {
    return refusal(uri, why, null);
  }

  private static Failure refusal(String uri, String why, Throwable cause) {
    return new Failure(ExitCode.CONFIGURATION, "cannot open " + uri + ": " + why, cause);
  }
}
