package io.sparkdcgan.launch;

import io.sparkdcgan.failure.Failure;
import java.util.Locale;

/** A failure's sentence, as a terminal and as JSON may see it; there is no JSON library here. */
final class Sentence {
  private static final char REPLACEMENT = '\ufffd';

  private Sentence() {}

  /** The text on one line: what others gave may hold line ends and escapes, which forge others. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
              boolean ends = c == '\u2028' || c == '\u2029';
              if (Character.isISOControl(c) || ends) {
                clean.append('?');
              } else {
                clean.appendCodePoint(lone ? REPLACEMENT : c);
              }
            });
    return clean.toString();
  }

  /** As the job itself ends. */
  static String line(Failure failure) {
    String quoted = printable(failure.getMessage()).replace("\\", "\\\\").replace("\"", "\\\"");
    return String.format(
        Locale.ROOT,
        "{\"command\":\"\",\"status\":\"%s\",\"exitCode\":%d,\"seconds\":0.0,\"error\":\"%s\"}",
        failure.code().status(),
        failure.code().number(),
        quoted);
  }
}
