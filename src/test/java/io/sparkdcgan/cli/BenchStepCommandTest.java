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
  private static final List<String> TINY =
      List.of("--image-size=16", "--width=4", "--batch=4", "--threads=1", "--steps=1");

  @Test
  void ourOwnStepIsMeasuredAndSaid() throws Exception {
    JsonNode line = bench(0, TINY, "--no-peers");
    assertEquals("bench step", line.get("command").asText());
    double seconds = line.get("stepSeconds").asDouble();
    assertTrue(seconds > 0);
    assertEquals(4 / seconds, line.get("imagesPerSecond").asDouble(), 1e-6);
    assertTrue(line.get("peers").isEmpty());
    assertEquals(4, line.get("batch").asInt());
    assertEquals(16, line.get("imageSize").asInt());
    assertEquals(1, line.get("threads").asInt());
    assertEquals("pytorch", line.get("preset").asText());
    // width 4: 100 -> 8x4x4, norm of 8, 8 -> 4 maps, norm of 4, 4 -> 3 channels, by 4x4 kernels
    int generator = 100 * 128 + 2 * 8 + 8 * 4 * 16 + 2 * 4 + 4 * 3 * 16;
    assertEquals(generator, line.get("parameters").get("generator").asInt());
  }

  @Test
  void stockLayersAndSeveralWorkersAreMeasuredBesideIt() throws Exception {
    JsonNode line = bench(0, TINY, "--peers", "stock-dl4j", "--workers", "2");
    List<String> names = new ArrayList<>();
    line.get("peers").fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("spark-dcgan 2x1", "stock-dl4j"), names);
    assertTrue(line.get("ratios").get("stock-dl4j").asDouble() > 0);
    assertEquals(2, line.get("workers").asInt());
  }

  @ParameterizedTest
  @CsvSource({
    "--preset, keras, '--preset must be one of paper, pytorch, stable, but is keras'",
    "--image-size, 48, '--image-size must be one of 16, 32, 64, 128, but is 48'",
    "--batch, 0, '--batch must be from 1 to 65536, but is 0'",
    "--width, 2000, '--width must be from 1 to 1024, but is 2000'",
    "--threads, 0, '--threads must be from 1 to 1024, but is 0'",
    "--workers, 0, '--workers must be from 1 to 64, but is 0'",
    "--peers, keras, '--peers must be one of libtorch, stock-dl4j, but is keras'",
    "--steps, 0, '--steps must be from 1 to 10000, but is 0'",
  })
  void whatIsOutOfBoundsIsNamed(String option, String value, String sentence) throws Exception {
    assertEquals(sentence, bench(64, List.of(), option, value).get("error").asText());
  }

  private static JsonNode bench(int exitCode, List<String> first, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("bench", "step"));
    arguments.addAll(first);
    arguments.addAll(List.of(more));
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(result, true, StandardCharsets.UTF_8);
    int code = Invocation.of(new Dcgan(), out, System.err).run(arguments.toArray(String[]::new));
    String printed = result.toString(StandardCharsets.UTF_8);
    assertEquals(exitCode, code, printed);
    return new ObjectMapper().readTree(printed);
  }
}
