package io.sparkdcgan.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * One file that is being put. The one of its name that stands there is neither cut short nor
 * deleted before the new one is whole: where the file system renames at one stroke, the new one is
 * written beside it under a {@link PartName} and renamed over it; in object storage an upload
 * counts only once it is complete, and one that is not is aborted.
 *
 * <p>One who puts: writes {@link #out}, and then calls {@link #place} or {@link #abandon}.
 */
interface FilePut {
  /** Where the bytes go; {@link #place} and {@link #abandon} close it. */
  OutputStream out();

  /** The file is whole, and takes its name. */
  void place() throws IOException;

  /** Nothing stays of it; to be called also where {@link #place} failed. */
  void abandon() throws IOException;

  /** Writes a file's bytes. */
  @FunctionalInterface
  interface Writer<T> {
    T writeTo(OutputStream out) throws IOException;
  }

  /** Begins to put a file, and makes the folders above it. */
  static FilePut to(FileSystem files, Path file) throws IOException {
    return switch (Way.of(files)) {
      case LOCAL -> LocalPut.to(((RawLocalFileSystem) files).pathToFile(file).toPath());
      case RENAMED -> RenamedPut.to(files, file);
      case MOUNTED -> {
        // It renames, but only its targets rename over a file.
        files.mkdirs(file.getParent());
        Path real = new Path(files.resolvePath(file.getParent()), file.getName());
        yield to(PlainFiles.of(real, files.getConf()), real);
      }
      case DIRECT -> DirectPut.to(files, file);
    };
  }

  /** How a file system is put to. */
  enum Way {
    LOCAL,
    RENAMED,
    MOUNTED,
    DIRECT;

    static Way of(FileSystem files) {
      String scheme = files.getUri().getScheme();
      if (files instanceof LocalFiles || files.getClass().equals(RawLocalFileSystem.class)) {
        return LOCAL;
      }
      if (files instanceof DistributedFileSystem
          || (files instanceof RawLocalFileSystem && scheme.equals("file"))) {
        return RENAMED;
      }
      return scheme.equals("viewfs") ? MOUNTED : DIRECT;
    }
  }

  /** Puts a whole file; if that fails, what stood there stands. */
  static <T> T put(FileSystem files, Path file, Writer<T> writer) throws IOException {
    FilePut put = to(files, file);
    try {
      T written = writer.writeTo(put.out());
      put.place();
      return written;
    } catch (IOException | RuntimeException | Error e) {
      try {
        put.abandon();
      } catch (IOException | RuntimeException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** Whether there may be files under a {@link PartName}. */
  static boolean leavesParts(FileSystem files) {
    return Way.of(files) != Way.DIRECT;
  }

  /** Whether a put that is cut off leaves what was there, whatever it is cut off by. */
  static boolean isSafe(FileSystem files, Path file) throws IOException {
    return leavesParts(files)
        || files.hasPathCapability(file, CommonPathCapabilities.ABORTABLE_STREAM);
  }
}
