package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Turns what people write into paths: {@code hdfs:}, {@code s3a:} and {@code file:} URIs as they
 * are, anything without a scheme as a local path, whatever the cluster's default file system is.
 */
public final class StorageUri {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private StorageUri() {}

  /** Whether this names a path of this machine, which may mean another one elsewhere. */
  public static boolean isLocalPath(String uri) {
    return !SCHEME.matcher(uri).matches();
  }

  /**
   * The path in full, with its scheme.
   *
   * @throws Failure {@code CONFIGURATION} if it is empty, not a URI, or of no known file system
   */
  public static Path resolve(String uri, Configuration hadoop) throws IOException {
    if (uri.isBlank()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "a URI must not be empty; give hdfs:, s3a:, file: or a local path");
    }
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
}
