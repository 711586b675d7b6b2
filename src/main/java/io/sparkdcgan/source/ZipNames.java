package io.sparkdcgan.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * What the entries of a zip archive are called. Names that differ in a byte stay different: where
 * one would come out like another without its {@code ./}, or with slashes for the backslashes of
 * DOS, it keeps them. Of entries of the same bytes the last in the archive counts, as it does for
 * those who unpack it.
 */
final class ZipNames {
  private ZipNames() {}

  /** The name of each entry; null for one that a later one replaces. */
  static String[] of(List<ZipArchiveEntry> entries) {
    Map<String, Integer> last = new HashMap<>();
    for (int entry = 0; entry < entries.size(); entry++) {
      last.put(raw(entries.get(entry)), entry);
    }
    String[] names = new String[entries.size()];
    Set<String> taken = new HashSet<>();
    for (boolean asTheyAre : new boolean[] {true, false}) {
      for (int entry = 0; entry < entries.size(); entry++) {
        String raw = raw(entries.get(entry));
        String usual = usual(entries.get(entry), raw);
        if (last.get(raw) == entry && usual.equals(raw) == asTheyAre) {
          names[entry] = free(List.of(usual, raw, entry + "#" + raw), taken);
        }
      }
    }
    return names;
  }

  private static String free(List<String> names, Set<String> taken) {
    return names.stream().filter(taken::add).findFirst().orElseThrow();
  }

  private static String usual(ZipArchiveEntry entry, String raw) {
    String shown = shown(entry, raw);
    // in a name of Shift-JIS or GBK a backslash may be half a letter
    boolean dos =
        entry.getPlatform() == ZipArchiveEntry.PLATFORM_FAT
            && shown.indexOf('/') < 0
            && !NameBytes.hasEscape(shown);
    return withoutDots(dos ? shown.replace('\\', '/') : shown);
  }

  private static String raw(ZipArchiveEntry entry) {
    byte[] name = entry.getRawName();
    return name == null ? entry.getName() : NameBytes.text(name);
  }

  /** What Info-ZIP's extra field says, if it is of this name; else the name's bytes. */
  private static String shown(ZipArchiveEntry entry, String raw) {
    byte[] name = entry.getRawName();
    if (name != null
        && entry.getExtraField(UnicodePathExtraField.UPATH_ID)
            instanceof UnicodePathExtraField unicode
        && unicode.getUnicodeName() != null) {
      CRC32 checksum = new CRC32();
      checksum.update(name);
      if (checksum.getValue() == unicode.getNameCRC32()) {
        return NameBytes.text(unicode.getUnicodeName());
      }
    }
    return raw;
  }

  private static String withoutDots(String name) {
    return name.startsWith("./") || name.contains("/./")
        ? Arrays.stream(name.split("/", -1))
            .filter(part -> !part.equals("."))
            .collect(Collectors.joining("/"))
        : name;
  }

  /**
   * The classes of images that lie in folders: the uppermost, as in a folder. A folder around all
   * others is none, such as that which was zipped.
   */
  static String[] labels(List<String> names) {
    List<String> inner = new ArrayList<>(names);
    while (!inner.isEmpty() && !ImageName.label(inner.get(0)).isEmpty()) {
      String top = ImageName.label(inner.get(0)) + "/";
      if (!inner.stream()
          .allMatch(name -> name.startsWith(top) && name.indexOf('/', top.length()) > 0)) {
        break;
      }
      inner.replaceAll(name -> name.substring(top.length()));
    }
    return inner.stream().map(ImageName::label).toArray(String[]::new);
  }
}
