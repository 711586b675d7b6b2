package io.sparkdcgan.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which names in an archive or folder are images. A name counts if it ends like an image file and
 * no part of its path starts with a dot or is {@code __MACOSX} (what a Mac's archiver adds):
 * annotations, checksums, thumbnails' databases and directories do not count and are no rejects
 * either.
 */
public final class ImageName {
  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "jpe", "png", "gif", "bmp", "tif", "tiff", "webp", "ppm", "pgm");

  private ImageName() {}

  /**
   * @param name path inside the source, parts separated by {@code /}
   */
  static boolean accepts(String name) {
    int dot = name.lastIndexOf('.');
    return dot >= 0
        && isVisible(name)
        && isEnding(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Whether no part of the name starts with a dot or is a Mac's. */
  static boolean isVisible(String name) {
    for (String part : name.split("/", -1)) {
      if (part.startsWith(".") || part.equals("__MACOSX")) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether image files end so.
   *
   * @param ending what is behind the dot, in lower case
   */
  static boolean isEnding(String ending) {
    return ENDINGS.contains(ending);
  }

  /** A name without what leads out of its folder: leading slashes and {@code ..}. */
  static String tame(String name) {
    return Arrays.stream(name.split("/", -1))
        .dropWhile(String::isEmpty)
        .filter(part -> !part.equals(".."))
        .collect(Collectors.joining("/"));
  }

  /** The uppermost folder of a name, or the empty string where it has none. */
  public static String label(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
