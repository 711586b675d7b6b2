package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.Reject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lists a folder of this machine with all that is in it. Hadoop's local file system leaves out what
 * it cannot look at, without a word: names that are not UTF-8, and links that lead nowhere.
 *
 * <p>A link to a file counts as a file. A link to a folder is followed unless that folder is read
 * already under another name, or the source itself lies in it. Pipes, sockets and devices are never
 * opened.
 */
final class LocalFolder {
  private final Path root;
  private final FolderListing listing = new FolderListing();

  /** Every folder that was walked, by what tells it from others. */
  private final Set<Object> walked = new HashSet<>();

  /** The source's own folder, and those above it. */
  private final Set<Object> above = new HashSet<>();

  /** Links to folders by their names, which are followed last: then what they lead to is known. */
  private final TreeMap<String, Path> links = new TreeMap<>();

  private LocalFolder(Path root) {
    this.root = root;
  }

  /**
   * @throws FileNotFoundException if there is no such folder
   * @throws Failure {@code PERMISSION} if a folder cannot be listed
   */
  static FolderListing list(org.apache.hadoop.fs.Path folder) throws IOException {
    LocalRoot files = LocalRoot.of(folder);
    LocalFolder local = new LocalFolder(LocalRoot.path(folder));
    local.walkAll();
    return local.listing.finish(new FirstBytes(name -> Files.newInputStream(files.file(name))));
  }

  private void walkAll() throws IOException {
    Path real;
    try {
      real = root.toRealPath();
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(root.toString()).initCause(e);
    }
    for (Path folder = real; folder != null; folder = folder.getParent()) {
      above.add(identity(folder));
    }
    walk("", root);
    while (!links.isEmpty()) {
      Map.Entry<String, Path> link = links.pollFirstEntry();
      Object target = identity(link.getValue());
      if (walked.contains(target) || above.contains(target)) {
        listing.passOver(PassedOver.SAME_FOLDER);
      } else {
        walk(link.getKey() + "/", link.getValue());
      }
    }
  }

  private record Folder(String prefix, Path path) {}

  private void walk(String prefix, Path folder) throws IOException {
    Deque<Folder> folders = new ArrayDeque<>();
    folders.push(new Folder(prefix, folder));
    while (!folders.isEmpty()) {
      Folder next = folders.pop();
      if (!walked.add(identity(next.path))) {
        listing.passOver(PassedOver.SAME_FOLDER);
        continue;
      }
      for (Path entry : entries(next)) {
        String name = next.prefix + LocalRoot.name(entry);
        Optional<BasicFileAttributes> found = attributes(entry, name);
        boolean directory = found.filter(BasicFileAttributes::isDirectory).isPresent();
        if (!directory) {
          found.ifPresent(file -> take(name, file));
        } else if (Files.isSymbolicLink(entry)) {
          links.put(name, entry);
        } else {
          folders.push(new Folder(name + "/", entry));
        }
      }
    }
  }

  private void take(String name, BasicFileAttributes found) {
    if (found.isRegularFile()) {
      listing.file(
          new FolderListing.Listed(name, found.size(), found.lastModifiedTime().toMillis()));
    } else {
      listing.unreadable(
          name, new Reject(Reject.Reason.UNSUPPORTED, "a pipe, a socket or a device: no file"));
    }
  }

  /** Of what a link leads to; empty if there is nothing, which is taken note of. */
  private Optional<BasicFileAttributes> attributes(Path entry, String name) throws IOException {
    try {
      return Optional.of(Files.readAttributes(entry, BasicFileAttributes.class));
    } catch (AccessDeniedException e) {
      throw denied(entry, e);
    } catch (IOException e) {
      // a link to itself is no missing file for Java
      if (Files.isSymbolicLink(entry)) {
        listing.unreadable(name, dangling(entry));
      } else if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Reject dangling(Path link) throws IOException {
    return new Reject(
        Reject.Reason.MISSING,
        "a link to "
            + NameBytes.guarded(Files.readSymbolicLink(link).toString())
            + ", which is not there: "
            + LocalChild.FETCH);
  }

  private List<Path> entries(Folder folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      // deleted since its parent was listed
      entries.clear();
    } catch (AccessDeniedException e) {
      if (folder.prefix.endsWith("lost+found/") || !ImageName.isVisible(folder.prefix)) {
        listing.passOver("a hidden folder");
      } else {
        throw denied(folder.path, e);
      }
    }
    return entries;
  }

  private static Failure denied(Path path, AccessDeniedException e) {
    return new Failure(
        ExitCode.PERMISSION,
        "cannot list " + path + ": access is denied; check its permissions",
        e);
  }

  private static Object identity(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key == null ? folder.toRealPath() : key;
  }
}
