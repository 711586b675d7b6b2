package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/**
 * The files that a pattern names. Whatever is there under a name wins over what brackets, braces
 * and stars in that name would mean.
 */
final class ShardPattern {
  /** What WebDataset's users write for many shards: {@code {000..146}}. */
  private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})}");

  private static final Pattern SPECIAL = Pattern.compile("[*?\\[\\]{}\\\\]");

  private static final int MOST_SHARDS = 1_000_000;

  private final Path named;
  private final FileSystem files;
  private final boolean local;

  /**
   * A file that the pattern names.
   *
   * @param modified when it was, in milliseconds
   */
  record Shard(Path path, long bytes, long modified) {}

  private ShardPattern(Path named, Configuration hadoop) throws IOException {
    this.named = named;
    this.files = named.getFileSystem(hadoop);
    this.local = LocalRoot.holds(named, hadoop);
  }

  /**
   * The files, in the order of their paths; none if there are none.
   *
   * @throws Failure {@code USAGE} if it is no pattern
   */
  static List<Shard> files(Path named, Configuration hadoop) throws IOException {
    try {
      return new ShardPattern(named, hadoop).files();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("Illegal file pattern")) {
        throw noPattern(named, e);
      }
      throw e;
    }
  }

  private static Failure noPattern(Path named, Exception e) {
    return new Failure(
        ExitCode.USAGE,
        "webdataset:"
            + named
            + " is neither a file nor a pattern: close each [ and {, or set a backslash before it",
        e);
  }

  private List<Shard> files() throws IOException {
    // what is there by its name, as far as that goes
    String there = root();
    List<String> parts =
        new ArrayList<>(List.of(named.toUri().getPath().substring(1).split("/", -1)));
    while (!parts.isEmpty() && isThere(there + "/" + parts.get(0))) {
      there += "/" + parts.remove(0);
    }
    List<Shard> found = new ArrayList<>();
    if (parts.isEmpty()) {
      found.addAll(one(StorageUri.resolved(there)));
    } else if (local) {
      for (String pattern : GlobExpander.expand(expanded(String.join("/", parts)))) {
        match(there, List.of(pattern.split("/", -1)), found);
      }
    } else {
      found.addAll(matches(escaped(there) + "/" + expanded(String.join("/", parts))));
    }
    found.sort(Comparator.comparing(shard -> shard.path().toString()));
    return found.stream().distinct().toList();
  }

  /** A scheme and whose it is, without a path. */
  private String root() {
    String authority = named.toUri().getAuthority();
    return named.toUri().getScheme() + ":" + (authority == null ? "" : "//" + authority);
  }

  private boolean isThere(String path) throws IOException {
    return !SPECIAL.matcher(path.substring(path.lastIndexOf('/'))).find()
        || files.exists(StorageUri.resolved(path));
  }

  private List<Shard> one(Path path) throws IOException {
    try {
      if (local && !LocalChild.at(path).isFolder()) {
        LocalChild.at(path).archive();
      }
      FileStatus status = files.getFileStatus(path);
      return status.isFile() ? List.of(shard(status)) : List.of();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileNotFoundException | FileSystemException e) {
      return List.of();
    }
  }

  private List<Shard> matches(String pattern) throws IOException {
    FileStatus[] found = files.globStatus(StorageUri.resolved(pattern));
    return Arrays.stream(found == null ? new FileStatus[0] : found)
        .filter(FileStatus::isFile)
        .map(ShardPattern::shard)
        .toList();
  }

  private static Shard shard(FileStatus status) {
    return new Shard(status.getPath(), status.getLen(), status.getModificationTime());
  }

  /** Hadoop's patterns on a local disk, where Hadoop would not show everything. */
  private void match(String folder, List<String> patterns, List<Shard> found) throws IOException {
    GlobPattern pattern = compiled(patterns.get(0));
    boolean last = patterns.size() == 1;
    for (LocalChild child : children(folder)) {
      if (!pattern.matches(child.name()) || child.isFolder() == last) {
        continue;
      }
      String path = folder + "/" + child.name();
      if (last) {
        child.archive();
        found.add(new Shard(StorageUri.resolved(path), child.bytes(), child.modified()));
      } else if (child.isFolder()) {
        LocalChild.requireName(LocalRoot.name(child.path()), child.name());
        match(path, patterns.subList(1, patterns.size()), found);
      }
    }
  }

  private GlobPattern compiled(String pattern) {
    try {
      return new GlobPattern(pattern);
    } catch (RuntimeException e) {
      // of a library that Hadoop hides in its own
      throw noPattern(named, e);
    }
  }

  private static List<LocalChild> children(String folder) throws IOException {
    try {
      return LocalChild.of(StorageUri.resolved(folder + "/"));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  private static String escaped(String path) {
    return SPECIAL.matcher(path).replaceAll("\\\\$0");
  }

  /** The pattern with its ranges of numbers as lists, which Hadoop knows. */
  static String expanded(String glob) {
    Matcher range = RANGE.matcher(glob);
    StringBuilder expanded = new StringBuilder();
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      int last = Integer.parseInt(range.group(2));
      if (last < first || last - first >= MOST_SHARDS) {
        throw new Failure(
            ExitCode.USAGE,
            range.group() + " in webdataset:" + glob + " must count up, over a million at most");
      }
      String format = "%0" + range.group(1).length() + "d";
      range.appendReplacement(
          expanded,
          IntStream.rangeClosed(first, last)
              .mapToObj(number -> String.format(Locale.ROOT, format, number))
              .collect(Collectors.joining(",", "{", "}")));
    }
    return range.appendTail(expanded).toString();
  }
}
