package io.sparkdcgan.storage;

import java.io.IOException;
import java.net.ConnectException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Files that nobody gets to write or delete; counts in its configuration who tries. */
public final class UnreachableFiles extends RawLocalFileSystem {
  static final String CREATES = "unreachable.creates";
  static final String DELETES = "unreachable.deletes";

  private IOException refuse(String key) {
    getConf().setInt(key, getConf().getInt(key, 0) + 1);
    return new ConnectException("Connection refused");
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
    throw refuse(CREATES);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    throw refuse(DELETES);
  }
}
