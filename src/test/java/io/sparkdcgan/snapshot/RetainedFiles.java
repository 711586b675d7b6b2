package io.sparkdcgan.snapshot;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files of a reader; before its n-th look at any of them a run deletes a folder, as far as a
 * reader could see: its marker, one file more, or all of it.
 */
public final class RetainedFiles extends RawLocalFileSystem {
  private static final String FOLDER = "retained.folder";
  private static final String AT = "retained.at";
  private static final String LOOKS = "retained.looks";
  private static final String HOW_FAR = "retained.how-far";

  /** How far the run has got with deleting when the reader looks again. */
  enum HowFar {
    MARKER,
    STATE,
    ALL
  }

  /** Settings with which local files are these. */
  static Configuration settings(java.nio.file.Path folder, int look, HowFar howFar) {
    Configuration hadoop = new Configuration();
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.setClass("fs.file.impl", RetainedFiles.class, RawLocalFileSystem.class);
    hadoop.set(FOLDER, folder.toString());
    hadoop.setInt(AT, look);
    hadoop.setEnum(HOW_FAR, howFar);
    return hadoop;
  }

  /** How often a reader with these settings has looked. */
  static int looks(Configuration hadoop) {
    return hadoop.getInt(LOOKS, 0);
  }

  private void look() throws IOException {
    int look = looks(getConf()) + 1;
    getConf().setInt(LOOKS, look);
    if (look == getConf().getInt(AT, 0)) {
      Path folder = new Path(getConf().get(FOLDER));
      HowFar howFar = getConf().getEnum(HOW_FAR, HowFar.ALL);
      delete(new Path(folder, SnapshotStore.MARKER), false);
      if (howFar == HowFar.STATE) {
        delete(new Path(folder, SnapshotStore.STATE), false);
      } else if (howFar == HowFar.ALL) {
        delete(folder, true);
      }
    }
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    look();
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    look();
    return super.getFileStatus(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    look();
    return super.listStatus(path);
  }
}
