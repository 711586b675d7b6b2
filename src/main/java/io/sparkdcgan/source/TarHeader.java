package io.sparkdcgan.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  /** A field up to its first zero: UTF-8, or Latin-1 where it is not. */
  static String text(byte[] block, int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    byte[] field = Arrays.copyOfRange(block, from, end);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(field)).toString();
    } catch (CharacterCodingException e) {
      return new String(field, StandardCharsets.ISO_8859_1);
    }
  }
}
