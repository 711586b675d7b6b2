package io.sparkdcgan.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.SocketException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Local files; the first so many writes break off at their end, and reads at their start. */
public final class FlakyFiles extends RawLocalFileSystem {
  static final String FAULTS = "flaky.faults";

  private int done;

  private void fault() throws IOException {
    if (done++ < getConf().getInt(FAULTS, 0)) {
      throw new IOException("it broke off", new SocketException("Connection reset"));
    }
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
    FSDataOutputStream file =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(
        new FilterOutputStream(file) {
          private boolean closed;

          @Override
          public void close() throws IOException {
            super.close();
            if (!closed) {
              closed = true;
              fault();
            }
          }
        },
        null);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    fault();
    return super.open(path, bufferSize);
  }
}
