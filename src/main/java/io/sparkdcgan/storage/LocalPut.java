package io.sparkdcgan.storage;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A local file that is written beside the one of its name, made to lie on the disk, and renamed
 * over it, by Java's own means. Hadoop without its native library starts a process for each file.
 *
 * <p>A link stays a link, and what it leads to is put; a pipe or device is written to as it is; and
 * a file that may not be written is refused, though its folder would let it be replaced.
 */
final class LocalPut implements FilePut {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Path part;
  private final FileOutputStream beneath;
  private final OutputStream out;

  private LocalPut(Path file, Path part) throws IOException {
    this.file = file;
    this.part = part;
    this.beneath = LocalFiles.created(part);
    this.out = new BufferedOutputStream(beneath, BUFFER_BYTES);
  }

  static LocalPut to(Path named) throws IOException {
    makeFolders(named.getParent());
    Path file = followed(named);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new LocalPut(file, file);
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    return new LocalPut(file, file.resolveSibling(PartName.of(file.getFileName().toString())));
  }

  /** Java takes a link to a folder for a file that is in the way. */
  static void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  private static Path followed(Path named) throws IOException {
    if (Files.exists(named)) {
      return named.toRealPath();
    }
    return Files.isSymbolicLink(named)
        ? named.resolveSibling(Files.readSymbolicLink(named))
        : named;
  }

  private boolean isBeside() {
    return !part.equals(file);
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void place() throws IOException {
    out.flush();
    if (isBeside()) {
      beneath.getFD().sync();
    }
    out.close();
    if (isBeside()) {
      keepPermissions();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    }
  }

  /** Those of the file that stood there, as if it had been written over. */
  private void keepPermissions() throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (old != null && Files.exists(file)) {
      Set<PosixFilePermission> kept = old.readAttributes().permissions();
      if (!kept.equals(Files.getPosixFilePermissions(part))) {
        Files.setPosixFilePermissions(part, kept);
      }
    }
  }

  /** That the new name outlives a power cut is worth asking for; the old file would do as well. */
  private void syncFolder() {
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Not every system opens folders. What it was asked for stands, whole, in any case.
      return;
    }
  }

  @Override
  public void abandon() throws IOException {
    // What is still in the buffer is not worth the room on a full disk.
    beneath.close();
    if (isBeside()) {
      Files.deleteIfExists(part);
    }
  }
}
