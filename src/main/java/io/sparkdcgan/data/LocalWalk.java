package io.sparkdcgan.data;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of a local folder and of all below it, in no order. {@code FileSystem.listFiles} does
 * the same, but wants the permissions of every file, for each of which Hadoop without its native
 * library starts a process.
 */
final class LocalWalk implements RemoteIterator<FileStatus> {
  private final FileSystem files;
  private final Deque<Path> folders = new ArrayDeque<>();
  private FileStatus[] listed = {};
  private int next;

  LocalWalk(FileSystem files, Path root) {
    this.files = files;
    folders.push(root);
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
      listed = files.listStatus(folders.pop());
      next = 0;
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
