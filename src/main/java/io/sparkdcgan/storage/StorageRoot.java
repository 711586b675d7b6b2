package io.sparkdcgan.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
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
    return FilePut.put(
        files,
        at(key),
        stored -> {
          Fingerprint.Output out = new Fingerprint.Output(stored);
          content.writeTo(out);
          return out.fingerprint();
        });
  }

  /** Whether a put that is cut off leaves the object that was there. */
  boolean keepsOldUntilNewIsWhole() throws IOException {
    return FilePut.isSafe(files, path);
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
    visit(
        folder,
        (file, key) -> {
          if (!PartName.is(file.getPath().getName())) {
            keys.add(key);
          }
        });
    keys.sort(null);
    return keys;
  }

  private interface Visitor {
    void see(FileStatus file, String key) throws IOException;
  }

  private void visit(String folder, Visitor visitor) throws IOException {
    String root = path.toUri().getPath();
    // "/" of a file system, but "" of a bucket
    int prefix = root.endsWith("/") ? root.length() : root.length() + 1;
    try {
      RemoteIterator<? extends FileStatus> found =
          PlainFiles.walk(files, folder.isEmpty() ? path : at(folder));
      while (found.hasNext()) {
        FileStatus file = found.next();
        visitor.see(file, file.getPath().toUri().getPath().substring(prefix));
      }
    } catch (FileNotFoundException e) {
      // There is no such folder, and nothing in it.
      return;
    }
  }

  /**
   * Deletes what puts left beside their objects that were cut off: in the root itself, and below
   * these folders.
   *
   * @param own folders without other writers
   * @param shared folders that have some: what is younger than a day may be theirs
   * @return how many files
   */
  int sweep(List<String> own, List<String> shared) throws IOException {
    if (!FilePut.leavesParts(files)) {
      return 0;
    }
    List<FileStatus> seen = new ArrayList<>();
    if (files.exists(path)) {
      seen.addAll(List.of(files.listStatus(path)));
    }
    for (String folder : own) {
      visit(folder, (file, key) -> seen.add(file));
    }
    long old = System.currentTimeMillis() - Duration.ofDays(1).toMillis();
    for (String folder : shared) {
      visit(
          folder,
          (file, key) -> {
            if (file.getModificationTime() < old) {
              seen.add(file);
            }
          });
    }
    List<Path> left =
        seen.stream().map(FileStatus::getPath).filter(file -> PartName.is(file.getName())).toList();
    for (Path part : left) {
      files.delete(part, false);
    }
    return left.size();
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
