package io.sparkdcgan.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of a folder and of all below it, in no order. {@code FileSystem.listFiles} does the
 * same, but wants the permissions of every local file, for each of which Hadoop without its native
 * library starts a process, and ends with an exception where a folder goes away while it walks.
 */
public final class FolderWalk implements RemoteIterator<FileStatus> {
  private static final Set<String> HAS_FOLDERS = Set.of("file", "hdfs");

  private final FileSystem files;
  private final Path root;
  private final Deque<Path> folders = new ArrayDeque<>();
  private FileStatus[] listed = {};
  private int next;

  private FolderWalk(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    folders.push(root);
  }

  /**
   * All files below a folder. Object storage, whose folders are a pretense, lists them at once.
   *
   * @throws FileNotFoundException if there is no such folder, at the latest where it is walked
   */
  public static RemoteIterator<? extends FileStatus> of(FileSystem files, Path root)
      throws IOException {
    return HAS_FOLDERS.contains(files.getUri().getScheme())
        ? new FolderWalk(files, root)
        : files.listFiles(root, true);
  }

  @Override
  public boolean hasNext() throws IOException {
    while (true) {
      while (next < listed.length && listed[next].isDirectory()) {
        folders.push(listed[next++].getPath());
      }
      if (next < listed.length || folders.isEmpty()) {
        return next < listed.length;
      }
      listed = list(folders.pop());
      next = 0;
    }
  }

  private FileStatus[] list(Path folder) throws IOException {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      if (folder.equals(root)) {
        throw e;
      }
      // It has been deleted since its parent was listed.
      return new FileStatus[0];
    }
  }

  @Override
  public FileStatus next() throws IOException {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return listed[next++];
  }
}
