package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** What {@code conf/log4j2.properties} makes of a message that quotes a hostile name. */
final class LogLayoutTest {
  private static final String HOSTILE = "two\n12:00:00 ERROR: forged\r\u001b[31mred\u2028\u202e\0";

  @Test
  void ourOwnMessagesAreOneLine() throws IOException {
    String line = logged("own", "read " + HOSTILE, null);
    assertEquals("WARN: read two\\n12:00:00 ERROR: forged\\r?[31mred???\n", line);
  }

  @Test
  void theFurtherLinesOfOthersAreMarked() throws IOException {
    String lines = logged("console", "lost " + HOSTILE + "\n\tat a.Class\n", null);
    assertEquals(
        "WARN: lost two\n  | 12:00:00 ERROR: forged??[31mred???\n  | \tat a.Class\n", lines);
    for (String appender : new String[] {"own", "console"}) {
      String thrown = logged(appender, "lost", new IOException(HOSTILE));
      assertEquals(3, thrown.lines().count(), thrown);
      assertFalse(thrown.lines().anyMatch(line -> line.startsWith("12:00")), thrown);
    }
  }

  @Test
  void secretsAreStillTakenOut() throws IOException {
    for (String appender : new String[] {"own", "console"}) {
      String line = logged(appender, "GET /a?X-Amz-Signature=PLANTED&x=1 secret=PLANTED", null);
      assertEquals("WARN: GET /a?X-Amz-Signature=(redacted)&x=1 secret=(redacted)\n", line);
    }
  }

  @Test
  void theTimesDigitsAreThoseOfNoLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertFalse(layout("own", "").matches("(?s).*[^\\x00-\\x7f].*"), layout("own", ""));
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Without the time. */
  private static String logged(String appender, String message, Throwable thrown)
      throws IOException {
    return layout(appender, message, thrown).substring("HH:mm:ss ".length());
  }

  private static String layout(String appender, String message) throws IOException {
    return layout(appender, message, null);
  }

  private static String layout(String appender, String message, Throwable thrown)
      throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("conf", "log4j2.properties"))) {
      properties.load(reader);
    }
    return PatternLayout.newBuilder()
        .withPattern(properties.getProperty("appender." + appender + ".layout.pattern"))
        .withAlwaysWriteExceptions(false)
        .build()
        .toSerializable(
            Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown)
                .setTimeMillis(0)
                .build());
  }
}
