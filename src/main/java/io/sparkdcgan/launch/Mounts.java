package io.sparkdcgan.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mounted file systems from which no program and no native library may be loaded. */
final class Mounts {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final int WORDS = 4;
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  private record Mount(Path at, boolean noexec) {}

  private final List<Mount> mounts = new ArrayList<>();

  /**
   * Reads a table of mounts.
   *
   * @param lines as in {@code /proc/self/mounts}: what, where, type, options
   */
  Mounts(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words.length >= WORDS && words[1].startsWith("/")) {
        boolean noexec = List.of(words[3].split(",")).contains("noexec");
        mounts.add(new Mount(Path.of(unescaped(words[1])), noexec));
      }
    }
  }

  /** Those of this machine; none where it does not say. */
  static Mounts here() {
    try {
      return new Mounts(List.of(Files.readString(MOUNTS, StandardCharsets.UTF_8).split("\n")));
    } catch (IOException e) {
      return new Mounts(List.of());
    }
  }

  /** Whether the file system that the folder is on, or would be on, was mounted with noexec. */
  boolean isNoexec(Path folder) {
    Path real = real(folder.toAbsolutePath().normalize());
    Mount found = null;
    // What was mounted last hides what is below it.
    for (Mount mount : mounts) {
      boolean deeper = found == null || mount.at.getNameCount() >= found.at.getNameCount();
      if (real.startsWith(mount.at) && deeper) {
        found = mount;
      }
    }
    return found != null && found.noexec;
  }

  private static Path real(Path folder) {
    for (Path above = folder; above != null; above = above.getParent()) {
      try {
        return above.toRealPath().resolve(above.relativize(folder));
      } catch (IOException e) {
        // There is none yet: what matters is the folder in which it would be made.
      }
    }
    return folder;
  }

  private static String unescaped(String name) {
    Matcher escape = ESCAPE.matcher(name);
    return escape.replaceAll(
        found ->
            Matcher.quoteReplacement(
                String.valueOf((char) Integer.parseInt(found.group(1), Byte.SIZE))));
  }
}
