package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The text in a recipe's bytes, which are UTF-8 with or without the mark that Windows begins with.
 */
final class RecipeEncoding {
  private static final char MARK = '\uFEFF';

  private RecipeEncoding() {}

  /**
   * The text, without the mark.
   *
   * @param name what messages call the recipe
   * @throws Failure {@code CONFIGURATION} with the line of the first byte that is not UTF-8
   */
  static String text(String name, byte[] bytes) {
    if (isUtf16(bytes)) {
      throw new Failure(
          ExitCode.CONFIGURATION, name + ":1: is in UTF-16: save it as UTF-8 and give it again");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    if (decoder.decode(in, out, true).isError() || decoder.flush(out).isError()) {
      long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s:%s: holds the byte 0x%s, which is not UTF-8: save it as UTF-8 and give it again"
              .formatted(name, line, Integer.toHexString(bytes[in.position()] & 0xFF)));
    }
    String text = out.flip().toString();
    return text.isEmpty() || text.charAt(0) != MARK ? text : text.substring(1);
  }

  /** By its mark, or by the first of two bytes that a letter of English takes there. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    return first == 0xFFFE || first == 0xFEFF || bytes[0] == 0 || bytes[1] == 0;
  }
}
