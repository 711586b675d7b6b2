package io.sparkdcgan.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * Local files; writing fails once so many bytes are written, as on a full disk, and closing or
 * renaming fails if asked to.
 */
public final class CutOffFiles extends RawLocalFileSystem {
  private static final String AFTER = "cut.after";
  private static final String AT = "cut.at";

  /** What fails. */
  enum Cut {
    WRITE,
    CLOSE,
    RENAME
  }

  /** Settings with which local files are these. */
  static Configuration settings(Cut cut, int bytes) {
    Configuration hadoop = new Configuration();
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.setClass("fs.file.impl", CutOffFiles.class, RawLocalFileSystem.class);
    hadoop.setEnum(AT, cut);
    hadoop.setInt(AFTER, bytes);
    return hadoop;
  }

  private void failAt(Cut cut) throws IOException {
    if (getConf().getEnum(AT, Cut.WRITE) == cut) {
      throw new IOException("No space left on device");
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
    OutputStream file = super.create(path, overwrite, 1, replication, blockSize, progress);
    return new FSDataOutputStream(new Full(file), null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    failAt(Cut.RENAME);
    return super.rename(from, to);
  }

  private final class Full extends FilterOutputStream {
    private int left = getConf().getInt(AFTER, 0);

    Full(OutputStream file) {
      super(file);
    }

    @Override
    public void write(int one) throws IOException {
      if (left-- <= 0) {
        failAt(Cut.WRITE);
      }
      out.write(one);
    }

    @Override
    public void close() throws IOException {
      super.close();
      failAt(Cut.CLOSE);
    }
  }
}
