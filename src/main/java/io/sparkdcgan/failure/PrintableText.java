package io.sparkdcgan.failure;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text of one line, whatever names it quotes. A file's or a label's name may hold a line feed,
 * which would begin a line that looks like one of ours, an escape for the terminal, or a character
 * that turns around what follows it.
 */
public final class PrintableText {
  /**
   * Control characters, among them line feed, escape and NUL; Unicode's line separators; marks that
   * are not seen or change the direction of writing; and halves of characters.
   */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}\\u2028\\u2029\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]"
              + "|\\p{Cs}");

  private PrintableText() {}

  /** The text with each such character as {@code \}{@code u} and its number, as JSON has it. */
  public static String of(String text) {
    return UNSEEN
        .matcher(text)
        .replaceAll(
            unseen -> String.format(Locale.ROOT, "\\\\u%04x", (int) unseen.group().charAt(0)));
  }
}
