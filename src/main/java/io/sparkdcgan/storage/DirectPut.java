package io.sparkdcgan.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * An object that is uploaded under its own name, in storage that cannot rename. Closing an upload
 * completes it, so one that failed is aborted. Where the storage knows no such thing, what stood
 * there may be lost (see {@link FilePut#isSafe}), and nothing is deleted besides.
 */
final class DirectPut implements FilePut {
  private final FileSystem files;
  private final Path file;
  private final boolean isNew;
  private final FSDataOutputStream out;

  private DirectPut(FileSystem files, Path file, boolean isNew) throws IOException {
    this.files = files;
    this.file = file;
    this.isNew = isNew;
    this.out = files.create(file, true);
  }

  static DirectPut to(FileSystem files, Path file) throws IOException {
    return new DirectPut(files, file, !FilePut.isSafe(files, file) && !files.exists(file));
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void place() throws IOException {
    out.close();
  }

  @Override
  public void abandon() throws IOException {
    if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      out.abort();
      return;
    }
    out.close();
    if (isNew) {
      files.delete(file, false);
    }
  }
}
