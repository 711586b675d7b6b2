package io.sparkdcgan.data;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Hadoop's file systems, of local ones what lies beneath their checksums: what we write has digests
 * of its own, a .crc file beside it could only be stale, and looking for one costs each reader a
 * failed opening.
 */
public final class PlainFiles {
  private PlainFiles() {}

  /** The file system that a path is on. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }

  /**
   * Makes a file, over an earlier one, and the folders above it. Names no permissions: Hadoop
   * without its native library would start a process to set them on a local file, which takes as
   * long as ten pictures.
   */
  public static FSDataOutputStream create(Path path, Configuration hadoop) throws IOException {
    return create(of(path, hadoop), path);
  }

  /** The same on a file system that is at hand. */
  public static FSDataOutputStream create(FileSystem files, Path path) throws IOException {
    int buffer =
        files
            .getConf()
            .getInt(
                CommonConfigurationKeysPublic.IO_FILE_BUFFER_SIZE_KEY,
                CommonConfigurationKeysPublic.IO_FILE_BUFFER_SIZE_DEFAULT);
    return files.create(
        path, true, buffer, files.getDefaultReplication(path), files.getDefaultBlockSize(path));
  }
}
