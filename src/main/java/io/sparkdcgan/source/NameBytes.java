package io.sparkdcgan.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files and archive members as text. UTF-8 is read as such. A byte that is none becomes
 * {@code \xHH}, two capital hexadecimal digits: nobody can know whether it is cp437, GBK or
 * Shift-JIS. Names of different bytes come out as different texts, and {@link #bytes} gives a
 * name's bytes back: where a name has such letters of its own, its backslash becomes {@code \x5C}.
 */
final class NameBytes {
  private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9A-F]{2})");

  private NameBytes() {}

  /** A name's bytes as text. */
  static String text(byte[] name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(name);
    StringBuilder text = new StringBuilder(name.length);
    while (true) {
      CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
      CoderResult result = decoder.reset().decode(in, out, true);
      text.append(guarded(out.flip().toString()));
      if (!result.isError()) {
        return text.toString();
      }
      for (int wrong = 0; wrong < result.length(); wrong++) {
        text.append(String.format(Locale.ROOT, "\\x%02X", in.get() & 0xFF));
      }
    }
  }

  /** The text of a name that is UTF-8 beyond doubt. */
  static String guarded(String name) {
    return name.indexOf('\\') < 0 ? name : ESCAPE.matcher(name).replaceAll("\\\\x5Cx$1");
  }

  /** Whether not all of a text stands for itself. */
  static boolean hasEscape(String text) {
    return ESCAPE.matcher(text).find();
  }

  /** The bytes of a name from its text. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    Matcher escape = ESCAPE.matcher(text);
    int at = 0;
    while (escape.find()) {
      bytes.writeBytes(text.substring(at, escape.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(escape.group(1), 16));
      at = escape.end();
    }
    bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
