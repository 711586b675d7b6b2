package io.sparkdcgan.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, \\u0000",
    "9, \\u0009",
    "10, \\u000a",
    "13, \\u000d",
    "27, \\u001b",
    "127, \\u007f",
    "133, \\u0085",
    "8232, \\u2028",
    "8233, \\u2029",
    "8238, \\u202e",
    "8294, \\u2066",
    "65279, \\ufeff",
    "55357, \\ud83d"
  })
  void whatIsNotSeenIsWrittenAsInJson(int character, String expected) {
    assertEquals("a" + expected + "b", PrintableText.of("a" + (char) character + "b"));
  }

  @Test
  void everyLetterStays() {
    String names = "Müller 李.jpg 😀 نام\u200cفارسی a b \\n é";
    assertEquals(names, PrintableText.of(names));
    assertEquals("\\u000a", PrintableText.of(PrintableText.of("\n")), "the second time too");
  }

  @Test
  void aFailureIsAsManyLinesAsItHasSentences() {
    Failure one = new Failure(ExitCode.DATA, "two\nlines.png is damaged");
    assertEquals("two\\u000alines.png is damaged", one.getMessage());
    Failure mistakes =
        Failure.of(ExitCode.CONFIGURATION, java.util.List.of("a\rb is wrong", "c is wrong"));
    assertEquals("a\\u000db is wrong\nc is wrong", mistakes.getMessage());
    assertEquals(
        "input or output failed: a\\u001b[31m",
        Verdict.of(new java.io.IOException("a\u001b[31m")).sentence());
  }
}
