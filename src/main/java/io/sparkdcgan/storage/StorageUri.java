package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
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
  static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
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
   *     system, or if it carries a credential, which the sentence does not repeat; {@code
   *     PERMISSION} if a local path is refused; {@code UNAVAILABLE} if its host is not known
   */
  public static Path resolve(String uri, Configuration hadoop) throws IOException {
    requireAllowed(uri, hadoop);
    UriMistakes.requireMeant(uri);
    try {
      String full =
          SCHEME.matcher(uri).matches()
              ? uri
              : "file:" + java.nio.file.Path.of(uri).toAbsolutePath().normalize();
      Path path = new Path(full);
      UriMistakes.requirePlace(uri, path, hadoop);
      FileSystem files = path.getFileSystem(hadoop);
      Path qualified = path.makeQualified(files.getUri(), files.getWorkingDirectory());
      UriMistakes.requireAccess(uri, qualified);
      return qualified;
    } catch (Failure e) {
      throw e;
    } catch (UnsupportedFileSystemException | RuntimeException | LinkageError e) {
      throw UriMistakes.failure(uri, e);
    }
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
                  .formatted(scheme, String.join(":, ", allowed), MORE_SCHEMES, scheme)
              + UriMistakes.advice(scheme));
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
