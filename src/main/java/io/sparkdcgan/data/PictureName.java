package io.sparkdcgan.data;

import java.util.Locale;
import java.util.Set;

/**
 * Which names in an archive or folder are pictures. A name counts if it ends like a picture file
 * and no part of its path starts with a dot or is {@code __MACOSX} (what a Mac's archiver adds):
 * annotations, checksums, thumbnails' databases and directories do not count and are no rejects
 * either.
 */
final class PictureName {
  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "jpe", "png", "gif", "bmp", "tif", "tiff", "webp");

  private PictureName() {}

  /**
   * @param name path inside the source, parts separated by {@code /}
   */
  static boolean accepts(String name) {
    for (String part : name.split("/", -1)) {
      if (part.startsWith(".") || part.equals("__MACOSX")) {
        return false;
      }
    }
    int dot = name.lastIndexOf('.');
    return dot >= 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** The uppermost folder of a name, or the empty string where it has none. */
  static String label(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
