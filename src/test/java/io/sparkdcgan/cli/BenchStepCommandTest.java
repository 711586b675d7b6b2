package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bench step} on networks so small that a step takes no time. */
final class BenchStepCommandTest {
  @Test
  void ourOwnStepIsMeasuredAndSaid() throws Exception {
    JsonNode line =
        bench(
            0,
            "--image-size",
            "16",
            "--width",
            "4",
            "--batch",
            "4",
            "--threads",
            "1",
            "--steps",
            "1");

    assertEquals("bench step", line.get("command").asText());
    double seconds = line.get("stepSeconds").asDouble();
    assertTrue(seconds > 0);
    assertEquals(4 / seconds, line.get("imagesPerSecond").asDouble(), 1e-6);
    assertEquals(4, line.get("batch").asInt());
    assertEquals(16, line.get("imageSize").asInt());
    assertEquals(1, line.get("threads").asInt());
    assertEquals("pytorch", line.get("preset").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "--preset, keras, '--preset must be one of paper, pytorch, but is keras'",
    "--image-size, 48, '--image-size must be one of 16, 32, 64, 128, but is 48'",
    "--batch, 0, '--batch must be from 1 to 65536, but is 0'",
    "--width, 2000, '--width must be from 1 to 1024, but is 2000'",
    "--threads, 0, '--threads must be from 1 to 1024, but is 0'",
    "--steps, 0, '--steps must be from 1 to 10000, but is 0'",
  })
  void whatIsOutOfBoundsIsNamed(String option, String value, String sentence) throws Exception {
    assertEquals(sentence, bench(64, option, value).get("error").asText());
  }

  private static JsonNode bench(int exitCode, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("bench", "step"));
    arguments.addAll(List.of(options));
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(result, true, StandardCharsets.UTF_8);
    int code = Invocation.of(new Dcgan(), out, System.err).run(arguments.toArray(String[]::new));
    String printed = result.toString(StandardCharsets.UTF_8);
    assertEquals(exitCode, code, printed);
    return new ObjectMapper().readTree(printed);
  }
}
