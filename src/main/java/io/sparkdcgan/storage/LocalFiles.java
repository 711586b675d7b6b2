package io.sparkdcgan.storage;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files, of which it is told why one cannot be read. Hadoop and Java's streams report
 * whatever they cannot open as a file that is not found, with the system's reason in the user's
 * language. So the file is looked at once more with NIO, whose exceptions are told apart by class.
 */
final class LocalFiles extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("file:///");

  private LocalFiles() {}

  static LocalFiles of(Configuration hadoop) throws IOException {
    LocalFiles files = new LocalFiles();
    files.initialize(ROOT, hadoop);
    return files;
  }

  @Override
  public FSDataInputStream open(Path file, int bufferBytes) throws IOException {
    try {
      return super.open(file, bufferBytes);
    } catch (FileNotFoundException e) {
      throw reason(path(file), LocalFiles::read, e);
    }
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    try {
      return super.getFileStatus(file);
    } catch (FileNotFoundException e) {
      throw reason(path(file), LocalFiles::look, e);
    }
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    try {
      return super.listStatus(folder);
    } catch (FileNotFoundException e) {
      throw reason(path(folder), LocalFiles::look, e);
    }
  }

  private java.nio.file.Path path(Path file) throws FileNotFoundException {
    try {
      return pathToFile(file).toPath();
    } catch (InvalidPathException e) {
      throw (FileNotFoundException) new FileNotFoundException(file.toString()).initCause(e);
    }
  }

  /** Does again what has failed, by NIO's means. */
  @FunctionalInterface
  interface Look {
    void at(java.nio.file.Path file) throws IOException;
  }

  /**
   * Why a file was not found.
   *
   * @param found what said so, which is believed where a second look knows no better
   */
  static IOException reason(java.nio.file.Path file, Look look, FileNotFoundException found) {
    try {
      look.at(file);
      return found;
    } catch (NoSuchFileException e) {
      return found;
    } catch (IOException e) {
      e.addSuppressed(found);
      return e;
    }
  }

  /**
   * Makes a file, or cuts one short, to be written. By a stream of Java's: an interrupt of its
   * thread, which is how a run is asked to stop, would close one of NIO's in the middle of saving.
   */
  static FileOutputStream created(java.nio.file.Path file) throws IOException {
    try {
      return new FileOutputStream(file.toFile());
    } catch (FileNotFoundException e) {
      java.nio.file.Path refusing = Files.exists(file) ? file : file.toAbsolutePath().getParent();
      IOException reason =
          Files.isWritable(refusing)
              ? new FileSystemException(file.toString(), null, "it cannot be made")
              : new AccessDeniedException(refusing.toString());
      reason.addSuppressed(e);
      throw reason;
    }
  }

  /** Sees whether the folders above let the file be looked at. */
  private static void look(java.nio.file.Path file) throws IOException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      // Below a file, or along a circle of links, there is nothing.
      throw (IOException) new NoSuchFileException(file.toString()).initCause(e);
    }
  }

  private static void read(java.nio.file.Path file) throws IOException {
    look(file);
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    // The opening of a pipe would wait for somebody to write.
    if (Files.isRegularFile(file)) {
      FileChannel.open(file).close();
    }
  }

  /**
   * Sees that a path can be reached, and can be read if it is there: who names one, as a source or
   * as a target, will have it read.
   *
   * @throws AccessDeniedException with the file or the uppermost folder that is refused
   * @throws NotDirectoryException with the file that a folder would have to be
   */
  static void requireAccess(java.nio.file.Path file) throws IOException {
    for (java.nio.file.Path above = file.getRoot(); above != null; above = next(above, file)) {
      boolean last = above.equals(file);
      if (!Files.exists(above)) {
        return;
      }
      boolean folder = Files.isDirectory(above);
      if (!folder && !last) {
        throw new NotDirectoryException(above.toString());
      }
      if ((folder && !Files.isExecutable(above)) || (last && !Files.isReadable(above))) {
        throw new AccessDeniedException(above.toString());
      }
    }
  }

  private static java.nio.file.Path next(java.nio.file.Path above, java.nio.file.Path file) {
    int depth = above.getNameCount();
    return depth == file.getNameCount() ? null : file.getRoot().resolve(file.subpath(0, depth + 1));
  }
}
