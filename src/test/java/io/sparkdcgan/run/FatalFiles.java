package io.sparkdcgan.run;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under which the process dies, as by kill -9, at the n-th step from the first one that
 * concerns a certain path on. Steps are: before a file is made, when half of it is written, when
 * all is written and it is not closed, when it is closed, and before something is deleted.
 */
public final class FatalFiles extends RawLocalFileSystem {
  static final String FROM = "fatal.from";
  static final String STEP = "fatal.step";

  private boolean begun;
  private int steps;

  /** One thread at a time: when one dies, the others stand still. */
  private synchronized void step(Path path) {
    begun |= path.toString().contains(getConf().get(FROM));
    if (begun && ++steps == getConf().getInt(STEP, 0)) {
      die();
    }
  }

  private static void die() {
    try {
      String self = String.valueOf(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", self).start().waitFor();
      Thread.sleep(60_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    step(path);
    OutputStream file =
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new Halves(path, file), null);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, null, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    step(path);
    return super.delete(path, recursive);
  }

  /** Keeps what is written until it is closed, so as to know where its half is. */
  private final class Halves extends FilterOutputStream {
    private final Path path;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean closed;

    Halves(Path path, OutputStream file) {
      super(new BufferedOutputStream(file, 1));
      this.path = path;
    }

    @Override
    public void write(int one) {
      written.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      written.write(bytes, offset, count);
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      byte[] all = written.toByteArray();
      int half = all.length / 2;
      out.write(all, 0, half);
      out.flush();
      step(path);
      out.write(all, half, all.length - half);
      out.flush();
      step(path);
      super.close();
      step(path);
    }
  }
}
