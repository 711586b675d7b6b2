package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What lies right in a folder of this machine, whatever it is: archives are opened by Hadoop, which
 * does not show those that it cannot look at.
 *
 * @param name as Java has it
 * @param found of what a link leads to; empty if there is nothing
 */
record LocalChild(Path path, String name, Optional<BasicFileAttributes> found) {
  /** What to do about a link to what is not there. */
  static final String FETCH = "fetch it (git annex get, dvc pull) or remove the link";

  /** In the order of their names. */
  static List<LocalChild> of(org.apache.hadoop.fs.Path folder) throws IOException {
    List<LocalChild> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(LocalRoot.path(folder))) {
      for (Path path : stream) {
        children.add(new LocalChild(path, path.getFileName().toString(), attributes(path)));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(LocalChild::name));
    return children;
  }

  /**
   * @throws java.nio.file.NoSuchFileException if there is nothing, not even a link
   */
  static LocalChild at(org.apache.hadoop.fs.Path named) throws IOException {
    Path path = LocalRoot.path(named);
    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new LocalChild(path, named.getName(), attributes(path));
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean isFolder() {
    return found.filter(BasicFileAttributes::isDirectory).isPresent();
  }

  boolean isFile() {
    return found.filter(BasicFileAttributes::isRegularFile).isPresent();
  }

  long bytes() {
    return found.orElseThrow().size();
  }

  /** When it was, in milliseconds. */
  long modified() {
    return found.orElseThrow().lastModifiedTime().toMillis();
  }

  /**
   * This, if it is an archive that can be opened.
   *
   * @throws Failure if it is none, or if Hadoop cannot name it
   */
  LocalChild archive() {
    if (found.isEmpty()) {
      throw new Failure(ExitCode.INPUT_MISSING, path + " is a link to what is not there: " + FETCH);
    }
    if (!isFile()) {
      throw new Failure(ExitCode.USAGE, path + " is a pipe, a socket or a device: give a file");
    }
    requireName(LocalRoot.name(path), name);
    return this;
  }

  /**
   * @param shown for people
   * @param name by which Java opens it
   * @throws Failure {@code CONFIGURATION} if this process cannot have it
   */
  static void requireName(String shown, String name) {
    if (!LocalRoot.canName(name)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          LocalRoot.readsUtf8()
              ? shown + " is no name in UTF-8: rename it"
              : "the name "
                  + shown
                  + " cannot be had in this locale: set LC_ALL=C.UTF-8 for the driver and the"
                  + " executors");
    }
  }
}
