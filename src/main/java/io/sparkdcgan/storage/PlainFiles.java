package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Hadoop's file systems, of local ones what lies beneath their checksums: what we write has digests
 * of its own, a .crc file next to it could only be stale, and looking for one costs each reader a
 * failed opening.
 */
public final class PlainFiles {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Set<String> HAS_FOLDERS = Set.of("file", "hdfs");

  private PlainFiles() {}

  /** The file system that a path is on. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    FileSystem plain = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    return plain.getClass().equals(RawLocalFileSystem.class) ? LocalFiles.of(hadoop) : plain;
  }

  /** Whether its files are those of this machine's own disks, as Java sees them. */
  public static boolean isLocal(FileSystem files) {
    // one that is derived from Hadoop's may do more than that
    return files instanceof LocalFiles;
  }

  /**
   * Opens a file that somebody has named.
   *
   * @throws Failure {@code USAGE} if it is a folder
   */
  public static FSDataInputStream open(Path path, Configuration hadoop) throws IOException {
    FileSystem files = of(path, hadoop);
    if (files.getFileStatus(path).isDirectory()) {
      throw new Failure(ExitCode.USAGE, path + " is a folder: name a file");
    }
    return files.open(path);
  }

  /**
   * Makes a file, over an earlier one, and the folders above it. Other than {@link #write} it cuts
   * the earlier one short at once: for names that are new, or vouched for by another file.
   */
  public static FSDataOutputStream create(Path path, Configuration hadoop) throws IOException {
    return create(of(path, hadoop), path);
  }

  /**
   * Puts a file of these bytes, and makes the folders above it. An earlier one stands until this
   * one is whole, and stays if it never is.
   */
  public static void write(Path path, byte[] bytes, Configuration hadoop) throws IOException {
    FilePut.put(
        of(path, hadoop),
        path,
        out -> {
          out.write(bytes);
          return path;
        });
  }

  /** Deletes a folder in which nothing is; one that somebody puts something into stays. */
  public static void deleteEmpty(Path folder, Configuration hadoop) throws IOException {
    FileSystem files = of(folder, hadoop);
    if (files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }

  /** As {@link #create(Path, Configuration)} does, on a file system that is at hand. */
  public static FSDataOutputStream create(FileSystem files, Path path) throws IOException {
    // one that is derived from Hadoop's may do more than that
    return files instanceof LocalFiles local
        ? create(local.pathToFile(path))
        : files.create(path, true);
  }

  /**
   * A local file by Java's own means. Hadoop without its native library starts a process for each
   * file, to set permissions that it has already; that takes as long as several images.
   */
  private static FSDataOutputStream create(File file) throws IOException {
    LocalPut.makeFolders(file.toPath().getParent());
    OutputStream out = LocalFiles.created(file.toPath());
    return new FSDataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES), null);
  }

  /**
   * The files of a folder and of all below it, in no order. Object storage, whose folders are a
   * pretense, lists them at once.
   *
   * @throws FileNotFoundException if there is no such folder, at the latest where it is walked
   */
  public static RemoteIterator<? extends FileStatus> walk(FileSystem files, Path root)
      throws IOException {
    return hasFolders(files) ? new Walk(files, root) : files.listFiles(root, true);
  }

  /** Whether a path is on a file system with folders, where to seek costs little. */
  public static boolean hasFolders(Path path, Configuration hadoop) throws IOException {
    return hasFolders(of(path, hadoop));
  }

  private static boolean hasFolders(FileSystem files) {
    return HAS_FOLDERS.contains(files.getUri().getScheme());
  }

  /**
   * {@code FileSystem.listFiles} does the same, but wants the permissions of every local file, for
   * each of which Hadoop without its native library starts a process, and ends with an exception
   * where a folder goes away while it walks.
   */
  private static final class Walk implements RemoteIterator<FileStatus> {
    private final FileSystem files;
    private final Path root;
    private final Deque<Path> folders = new ArrayDeque<>();
    private FileStatus[] listed = {};
    private int next;

    Walk(FileSystem files, Path root) {
      this.files = files;
      this.root = root;
      folders.push(root);
    }

    @Override
    public boolean hasNext() throws IOException {
      while (true) {
        while (next < listed.length && listed[next].isDirectory()) {
          folders.push(listed[next++].getPath());
        }
        if (next < listed.length || folders.isEmpty()) {
          return next < listed.length;
        }
        listed = list(folders.pop());
        next = 0;
      }
    }

    private FileStatus[] list(Path folder) throws IOException {
      try {
        return files.listStatus(folder);
      } catch (IOException e) {
        // One that goes while it is listed is an I/O error to local file systems.
        if (folder.equals(root) || files.exists(folder)) {
          throw e;
        }
        // It has been deleted since its parent was listed.
        return new FileStatus[0];
      }
    }

    @Override
    public FileStatus next() throws IOException {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return listed[next++];
    }
  }
}
