package io.sparkdcgan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(5);

  @Test
  void aTerminalsLineIsWrittenOverAndSaysHowLongItStillTakes() {
    try (WorkLine line = line(true)) {
      line.at("drawing", 0);
      pass(30);
      line.at("drawing", 0.25);
      pass(3570);
      line.at("comparing", 0.4);
    }
    assertEquals(
        "\r0 %  drawing\u001b[K"
            + "\r25 %  drawing  1:30 left\u001b[K"
            + "\r40 %  comparing  1:30:00 left\u001b[K"
            + System.lineSeparator(),
        bytes.toString(UTF_8));
  }

  @Test
  void elsewhereTheTerminalsStreamStaysAsItIs() {
    try (WorkLine line = line(false)) {
      line.at("drawing", 0);
      line.at("comparing", 1);
    }
    assertEquals("", bytes.toString(UTF_8));
  }

  private WorkLine line(boolean overwrite) {
    return new WorkLine(new PrintStream(bytes, true, UTF_8), overwrite, nanos::get);
  }

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
