package io.sparkdcgan.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which names in an archive or folder are images. A name counts if it ends like an image file and
 * no part of its path starts with a dot or is {@code __MACOSX} (what a Mac's archiver adds). Where
 * a name has no ending, a number or an odd one such as {@code .jpg_large}, the first bytes decide.
 * Annotations, checksums and thumbnails' databases are passed over, see {@link PassedOver}.
 */
public final class ImageName {
  /** HEIC and those behind it are no format that is decoded: each is a reject that says so. */
  private static final Set<String> ENDINGS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "jfi", "jif", "pjpeg", "pjpg", "pjp", "mpo", "png", "apng",
          "gif", "bmp", "dib", "tif", "tiff", "webp", "ppm", "pgm", "pbm", "pnm", "heic", "heif",
          "hif", "avif", "jxl", "jp2", "j2k", "jpf", "jpx", "jpm");

  /** What a download's query, a site's size or a downloader's count leave behind an ending. */
  private static final Pattern ODD =
      Pattern.compile(
          ENDINGS.stream().sorted().collect(Collectors.joining("|", ".*\\.(", ")[?:!@&%=,;_ -].*")),
          Pattern.DOTALL);

  /** What exiftool keeps beside an image that it has changed. */
  private static final String BACKUP = "_original";

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_+~-]{1,16}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** What a name says of its file. */
  enum Claim {
    /** That it is an image. */
    IMAGE,
    /** Nothing: its first bytes have to be looked at. */
    UNSURE,
    /** That it is something else. */
    OTHER
  }

  private ImageName() {}

  /**
   * @param name path inside the source, parts separated by {@code /}
   */
  static Claim claim(String name) {
    if (!isVisible(name)) {
      return Claim.OTHER;
    }
    String ending = ending(name);
    if (isEnding(ending)) {
      return Claim.IMAGE;
    }
    return ending.isEmpty() || NUMBER.matcher(ending).matches() || isOdd(name)
        ? Claim.UNSURE
        : Claim.OTHER;
  }

  private static boolean isOdd(String name) {
    String base = base(name).toLowerCase(Locale.ROOT);
    return ODD.matcher(base).matches() && !base.endsWith(BACKUP);
  }

  /** What a name that is no image is counted under: its ending, or what there is instead of one. */
  static String passedAs(String name) {
    if (!isVisible(name)) {
      return "hidden";
    }
    String ending = ending(name);
    if (ending.isEmpty()) {
      return "no ending";
    }
    if (NUMBER.matcher(ending).matches()) {
      return "a number";
    }
    return PLAIN.matcher(ending).matches() ? ending : "an odd ending";
  }

  /** What is behind the last dot of the last part, in lower case; empty if there is nothing. */
  static String ending(String name) {
    String base = base(name);
    return base.substring(base.lastIndexOf('.') < 0 ? base.length() : base.lastIndexOf('.') + 1)
        .toLowerCase(Locale.ROOT);
  }

  private static String base(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Whether no part of the name is hidden, which starts with a dot, or a Mac's. */
  static boolean isVisible(String name) {
    for (String part : name.split("/", -1)) {
      boolean here = part.equals(".") || part.equals("..");
      if ((part.startsWith(".") && !here) || part.equals("__MACOSX")) {
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
