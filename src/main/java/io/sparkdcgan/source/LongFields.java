package io.sparkdcgan.source;

import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** What headers before a tar member's own say of it: names above 100 bytes, sizes above 8 GB. */
final class LongFields {
  /** Long names and extended headers above this are damage. */
  static final int MOST_BYTES = 1 << 16;

  private static final byte PAX_OF_SOLARIS = 'X';
  private static final byte VOLUME_LABEL = 'V';

  private long start = -1;
  private String name;
  private long size = -1;

  /** Whether a header is not a member's own, but says something of the next. */
  static boolean isExtension(TarHeader header) {
    return isPax(header)
        || switch (header.type()) {
          case TarConstants.LF_GNUTYPE_LONGNAME,
              TarConstants.LF_GNUTYPE_LONGLINK,
              TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER,
              VOLUME_LABEL ->
              true;
          default -> false;
        };
  }

  private static boolean isPax(TarHeader header) {
    return header.type() == TarConstants.LF_PAX_EXTENDED_HEADER_LC
        || header.type() == PAX_OF_SOLARIS;
  }

  /**
   * Takes an extension.
   *
   * @param at where its header starts
   * @param content what follows the header, without padding
   * @return false if it is damaged
   */
  boolean take(TarHeader header, long at, byte[] content) {
    start = start < 0 ? at : start;
    if (header.type() == TarConstants.LF_GNUTYPE_LONGNAME) {
      name = TarHeader.text(content, 0, content.length);
    }
    return !isPax(header) || extend(PaxRecords.parse(content));
  }

  private boolean extend(Optional<Map<String, String>> records) {
    if (records.isEmpty()) {
      return false;
    }
    name = records.get().getOrDefault("path", name);
    try {
      size = Long.parseLong(records.get().getOrDefault("size", Long.toString(size)));
    } catch (NumberFormatException e) {
      return false;
    }
    return size >= -1 && size <= TarHeader.MOST_SIZE;
  }

  /** Whether nothing has been taken. */
  boolean isEmpty() {
    return start < 0;
  }

  /** Where the member's first header starts, if its own starts there. */
  long start(long own) {
    return isEmpty() ? own : start;
  }

  String name(TarHeader own) {
    return name == null ? own.name() : name;
  }

  long size(TarHeader own) {
    return size < 0 ? own.size() : size;
  }
}
