package io.sparkdcgan.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files; counts how often each is opened, and one goes away once it was looked at. */
public final class WatchedFiles extends RawLocalFileSystem {
  private static final String OPENED = "watched.opened.";
  private static final String VANISHING = "watched.vanishing";

  /** Settings with which local files are these. */
  public static Configuration settings() {
    Configuration hadoop = new Configuration();
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.setClass("fs.file.impl", WatchedFiles.class, RawLocalFileSystem.class);
    return hadoop;
  }

  /** Has a file of this name go away as soon as anybody has seen it. */
  public static void vanish(String name, Configuration hadoop) {
    hadoop.set(VANISHING, name);
  }

  /** How often files of this name were opened. */
  public static int opened(String name, Configuration hadoop) {
    return hadoop.getInt(OPENED + name, 0);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    getConf().setInt(OPENED + path.getName(), opened(path.getName(), getConf()) + 1);
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    FileStatus status = super.getFileStatus(path);
    if (path.getName().equals(getConf().get(VANISHING))) {
      delete(path, false);
    }
    return status;
  }
}
