package io.sparkdcgan.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.security.AccessControlException;

/**
 * A file that is written beside the one of its name and renamed over it, by Hadoop's means. It is
 * made in the same folder, so it has the replication, the encryption zone and the permissions that
 * the file itself would have been made with.
 */
final class RenamedPut implements FilePut {
  private final FileSystem files;
  private final Path file;
  private final Path part;
  private final FSDataOutputStream out;

  private RenamedPut(FileSystem files, Path file, Path part) throws IOException {
    this.files = files;
    this.file = file;
    this.part = part;
    this.out = files.create(part, true);
  }

  static RenamedPut to(FileSystem files, Path file) throws IOException {
    if (files instanceof DistributedFileSystem) {
      requireWritable(files, file);
    }
    return new RenamedPut(files, file, new Path(file.getParent(), PartName.of(file.getName())));
  }

  /** The namenode refuses to write over such a file, but not to rename over it. */
  private static void requireWritable(FileSystem files, Path file) throws IOException {
    try {
      files.access(file, FsAction.WRITE);
    } catch (FileNotFoundException e) {
      // Nothing stands there yet.
      return;
    } catch (AccessControlException e) {
      requireFolders(files, file.getParent());
      throw e;
    }
  }

  /** The namenode says of what lies below a file that access is denied. */
  private static void requireFolders(FileSystem files, Path folder) throws IOException {
    for (Path above = folder; above != null; above = above.getParent()) {
      Optional<FileStatus> seen = seen(files, above);
      if (seen.isPresent() && seen.get().isDirectory()) {
        return;
      }
      if (seen.isPresent()) {
        throw new ParentNotDirectoryException(above + " is a file");
      }
    }
  }

  private static Optional<FileStatus> seen(FileSystem files, Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException | AccessControlException e) {
      return Optional.empty();
    }
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void place() throws IOException {
    out.close();
    if (files instanceof DistributedFileSystem hdfs) {
      hdfs.rename(part, file, Rename.OVERWRITE);
    } else if (!files.rename(part, file)) {
      throw new PathIOException(file.toString(), "it cannot be replaced");
    }
  }

  @Override
  public void abandon() throws IOException {
    try {
      out.close();
    } finally {
      files.delete(part, false);
    }
  }
}
