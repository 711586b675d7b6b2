package io.sparkdcgan.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * One block of 512 bytes as a tar header: v7, POSIX or GNU.
 *
 * @param type the type flag
 * @param size bytes that follow, as claimed: 0 or more
 */
record TarHeader(String name, byte type, long size) {
  static final int BLOCK = 512;

  private static final int SIZE = 124;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;

  /** Above this no sum of offsets is near an overflow. */
  static final long MOST_SIZE = 1L << 60;

  /**
   * The header that a block is.
   *
   * @param strict whether it has to have the mark of POSIX or GNU; otherwise its checksum will do
   * @return empty if the block is no header
   */
  static Optional<TarHeader> parse(byte[] block, boolean strict) {
    String magic = new String(block, MAGIC, 6, StandardCharsets.ISO_8859_1);
    long size;
    try {
      if (!TarUtils.verifyCheckSum(block) || (strict && !magic.startsWith("ustar"))) {
        return Optional.empty();
      }
      size = TarUtils.parseOctalOrBinary(block, SIZE, TarConstants.SIZELEN);
    } catch (IllegalArgumentException e) {
      // no number where a number has to be
      return Optional.empty();
    }
    if (size < 0 || size > MOST_SIZE) {
      return Optional.empty();
    }
    String name = text(block, 0, TarConstants.NAMELEN);
    if (magic.equals("ustar\0") && block[PREFIX] != 0) {
      // both end at their own zeros, and no letter of more than one byte spans the two
      name = text(block, PREFIX, PREFIX_BYTES) + "/" + name;
    }
    return Optional.of(new TarHeader(name, block[TYPE], size));
  }

  TarMember.Kind kind(String fullName) {
    return switch (type) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG ->
          fullName.endsWith("/") ? TarMember.Kind.DIRECTORY : TarMember.Kind.FILE;
      case TarConstants.LF_DIR -> TarMember.Kind.DIRECTORY;
      case TarConstants.LF_LINK, TarConstants.LF_SYMLINK -> TarMember.Kind.LINK;
      default -> TarMember.Kind.OTHER;
    };
  }

  /** A field up to its first zero, as {@link NameBytes} has it. */
  static String text(byte[] block, int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return NameBytes.text(Arrays.copyOfRange(block, from, end));
  }

  /** What headers before a tar member's own say of it: names above 100 bytes, sizes above 8 GB. */
  static final class LongFields {
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
      return !isPax(header) || extend(paxRecords(content));
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

    /**
     * The keys and values of a POSIX extended header: lines {@code LENGTH KEY=VALUE}, of one key
     * the last counts.
     *
     * @return empty if the bytes are no such records
     */
    private static Optional<Map<String, String>> paxRecords(byte[] bytes) {
      Map<String, String> records = new HashMap<>();
      int at = 0;
      while (at < bytes.length && bytes[at] != 0) {
        int length = 0;
        int digit = at;
        while (digit < bytes.length && bytes[digit] >= '0' && bytes[digit] <= '9') {
          length = 10 * length + bytes[digit++] - '0';
          if (length > bytes.length) {
            return Optional.empty();
          }
        }
        int end = at + length;
        if (digit == at || end > bytes.length || end <= digit + 1 || bytes[digit] != ' ') {
          return Optional.empty();
        }
        // whatever hdrcharset says: names of other bytes stay different
        String record = NameBytes.text(Arrays.copyOfRange(bytes, digit + 1, end - 1));
        int equals = record.indexOf('=');
        if (equals < 1 || bytes[end - 1] != '\n') {
          return Optional.empty();
        }
        records.put(record.substring(0, equals), record.substring(equals + 1));
        at = end;
      }
      return Optional.of(records);
    }
  }
}
