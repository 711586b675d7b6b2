package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Turns what people write into paths: {@code hdfs:}, {@code s3a:} and {@code file:} URIs as they
 * are, anything without a scheme as a local path, whatever the cluster's default file system is.
 *
 * <p>Every path that comes from outside comes through here, since Hadoop itself opens far more than
 * that: {@code http:} fetches from anywhere, {@code har:} and {@code viewfs:} lead to another file
 * system. Only whoever runs the cluster can allow more, by {@value #MORE_SCHEMES}. Nor may a URI
 * carry a credential: URIs are shown, logged and kept.
 */
public final class StorageUri {
  /**
   * A key of Hadoop's configuration: schemes that are allowed besides, with commas between them. It
   * is none of a recipe's keys, so that nobody's recipe can allow what an operator did not.
   */
  public static final String MORE_SCHEMES = "dcgan.storage.schemes";

  private static final List<String> SCHEMES = List.of("file", "hdfs", "s3a");

  /** Where a namenode listens unless told otherwise. */
  private static final int NAMENODE_PORT = 8020;

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final Pattern AUTHORITY = Pattern.compile("[^/]+://([^/]*).*");

  /** Nothing, a bucket, or a host with or without its port; the host may be an IPv6 address. */
  private static final Pattern PLACE =
      Pattern.compile("([^@:\\[\\]]*|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

  /** Where a container of a store stands before the @, as in {@code abfs://container@account}. */
  private static final Pattern CONTAINER_PLACE =
      Pattern.compile("([^@:\\[\\]]*@)?" + PLACE.pattern());

  /** What makes a URL a key to what it names: S3's, Azure's and Google's signatures. */
  private static final Pattern SIGNED =
      Pattern.compile(
          "(?i)[?&](X-(Amz|Goog)-[A-Za-z-]+|AWSAccessKeyId|GoogleAccessId|Signature|sig)=");

  private StorageUri() {}

  /** Whether this names a path of this machine, which may mean another one elsewhere. */
  public static boolean isLocalPath(String uri) {
    return !SCHEME.matcher(uri).matches();
  }

  /**
   * The path in full, with its scheme.
   *
   * @throws Failure {@code CONFIGURATION} if it is empty, not a URI, of no allowed or no known file
   *     system, or if it carries a credential, which the sentence does not repeat
   */
  public static Path resolve(String uri, Configuration hadoop) throws IOException {
    requireAllowed(uri, hadoop);
    try {
      String full =
          SCHEME.matcher(uri).matches()
              ? uri
              : "file:" + java.nio.file.Path.of(uri).toAbsolutePath().normalize();
      Path path = new Path(full);
      FileSystem files = path.getFileSystem(hadoop);
      return path.makeQualified(files.getUri(), files.getWorkingDirectory());
    } catch (UnsupportedFileSystemException | IllegalArgumentException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "cannot open "
              + uri
              + ": it is no URI of a known file system; use hdfs:, s3a:, file: or a local path",
          e);
    }
  }

  /** The same from wherever it is read: a relative path is made absolute, all else stays. */
  public static String absolute(String uri) {
    return isLocalPath(uri) && !java.nio.file.Path.of(uri).isAbsolute()
        ? java.nio.file.Path.of(uri).toAbsolutePath().normalize().toString()
        : uri;
  }

  /**
   * The path that {@link #resolve} has returned before, from its text.
   *
   * @throws IllegalArgumentException if it has no scheme, and so cannot be
   */
  public static Path resolved(String uri) {
    if (!SCHEME.matcher(uri).matches()) {
      throw new IllegalArgumentException("no URI that was resolved before, but " + uri);
    }
    return new Path(uri);
  }

  /**
   * Whether one place is another one or lies below it, however the two are written: relative or
   * absolute, with a scheme or without, through links of the local file system. Neither has to
   * exist.
   *
   * @throws Failure as {@link #resolve}
   */
  public static boolean isWithin(String uri, String folder, Configuration hadoop)
      throws IOException {
    Path inner = resolve(uri, hadoop);
    Path outer = resolve(folder, hadoop);
    return storage(inner).equals(storage(outer)) && below(inner).startsWith(below(outer));
  }

  /** The storage that a path is on: a bucket, a cluster or this machine. */
  private static String storage(Path path) {
    URI uri = path.toUri();
    if (uri.getScheme().equals("file")) {
      return "file";
    }
    int port = uri.getPort() < 0 && uri.getScheme().equals("hdfs") ? NAMENODE_PORT : uri.getPort();
    String place = uri.getHost() == null ? uri.getAuthority() : uri.getHost() + ":" + port;
    return uri.getScheme() + "://" + String.valueOf(place).toLowerCase(Locale.ROOT);
  }

  /** What all that lies below a path begins with; of a local one where its links lead. */
  private static String below(Path path) throws IOException {
    String name = path.toUri().getPath();
    String real =
        path.toUri().getScheme().equals("file") ? new File(name).getCanonicalPath() : name;
    return real.endsWith("/") ? real : real + "/";
  }

  private static void requireAllowed(String uri, Configuration hadoop) {
    if (uri.isBlank()) {
      throw refusal("a URI must not be empty; give hdfs:, s3a:, file: or a local path");
    }
    if (SIGNED.matcher(uri).find()) {
      throw refusal(
          "a URI must not carry a signature or a key in its query: name the object alone, and give"
              + " credentials as docs/SECURITY.md says");
    }
    Matcher written = SCHEME.matcher(uri);
    if (!written.matches()) {
      return;
    }
    String scheme = written.group(1);
    Set<String> allowed = new LinkedHashSet<>(SCHEMES);
    allowed.addAll(hadoop.getTrimmedStringCollection(MORE_SCHEMES));
    if (!allowed.contains(scheme)) {
      throw refusal(
          "a URI of the scheme %s: is not allowed, only %s: and local paths; copy what it names to one of these, or have an operator allow it by spark.hadoop.%s=%s"
              .formatted(scheme, String.join(":, ", allowed), MORE_SCHEMES, scheme));
    }
    Matcher authority = AUTHORITY.matcher(uri);
    Pattern place = SCHEMES.contains(scheme) ? PLACE : CONTAINER_PLACE;
    if (authority.matches() && !place.matcher(authority.group(1)).matches()) {
      throw refusal(
          "a URI of the scheme %s: must have a bucket or host[:port] after its //, and no user or key: give credentials as docs/SECURITY.md says"
              .formatted(scheme));
    }
  }

  private static Failure refusal(String sentence) {
    return new Failure(ExitCode.CONFIGURATION, sentence);
  }
}
