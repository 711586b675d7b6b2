package io.sparkdcgan.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.impl.FutureIOSupport;

/** A folder of one of Hadoop's file systems, and what lies in it by keys that stay below it. */
final class StorageRoot {
  private static final Pattern SEGMENT = Pattern.compile("[^/\\\\:\\p{Cntrl}]+");

  private final FileSystem files;
  private final Path path;

  private StorageRoot(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  static StorageRoot open(Path path, Configuration hadoop) throws IOException {
    FileSystem files = PlainFiles.of(path, hadoop);
    return new StorageRoot(files, files.makeQualified(path));
  }

  String uri() {
    String uri = path.toString();
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  String uri(String key) {
    return uri() + "/" + checked(key);
  }

  Fingerprint put(String key, ObjectStore.Content content) throws IOException {
    FSDataOutputStream stored = PlainFiles.create(files, at(key));
    try {
      Fingerprint.Output out = new Fingerprint.Output(stored);
      content.writeTo(out);
      stored.close();
      return out.fingerprint();
    } catch (IOException | RuntimeException | Error e) {
      abandon(key, stored, e);
      throw e;
    }
  }

  /** Closing a cut-off upload would complete it: it is aborted where that can be done. */
  private void abandon(String key, FSDataOutputStream stored, Throwable why) {
    try {
      if (stored.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        stored.abort();
      } else {
        stored.close();
        files.delete(at(key), false);
      }
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  InputStream open(String key) throws IOException {
    return files.open(at(key));
  }

  long size(String key) throws IOException {
    FileStatus status = files.getFileStatus(at(key));
    if (status.isDirectory()) {
      throw new FileNotFoundException(at(key) + " is a folder");
    }
    return status.getLen();
  }

  List<String> list(String folder) throws IOException {
    List<String> keys = new ArrayList<>();
    String root = path.toUri().getPath();
    // "/" of a file system, but "" of a bucket
    int prefix = root.endsWith("/") ? root.length() : root.length() + 1;
    try {
      RemoteIterator<? extends FileStatus> found =
          PlainFiles.walk(files, folder.isEmpty() ? path : at(folder));
      while (found.hasNext()) {
        keys.add(found.next().getPath().toUri().getPath().substring(prefix));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    keys.sort(null);
    return keys;
  }

  /** Whether there was anything. */
  boolean delete(String key) throws IOException {
    return files.delete(at(key), true);
  }

  /**
   * Aborts uploads below a folder that were begun and neither completed nor aborted.
   *
   * @return how many; 0 also where the file system has no such thing
   */
  int abortUploads(String folder) throws IOException {
    if (!files.hasPathCapability(at(folder), CommonPathCapabilities.FS_MULTIPART_UPLOADER)) {
      return 0;
    }
    try (MultipartUploader uploader = files.createMultipartUploader(at(folder)).build()) {
      int aborted = FutureIOSupport.awaitFuture(uploader.abortUploadsUnderPath(at(folder)));
      // HDFS has the uploader, but nothing to abort.
      return Math.max(0, aborted);
    }
  }

  private Path at(String key) {
    return new Path(path, checked(key));
  }

  private static String checked(String key) {
    for (String segment : key.split("/", -1)) {
      if (!isSegment(segment)) {
        throw new IllegalArgumentException(
            "key must be relative and stay below the root, without \\ and :, but is '" + key + "'");
      }
    }
    return key;
  }

  /** Whether this may stand between the slashes of a key. */
  static boolean isSegment(String name) {
    return SEGMENT.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }
}
