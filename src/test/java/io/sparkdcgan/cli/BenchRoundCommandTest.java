package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.round.RoundSeconds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bench round} on networks so small that a round is all overhead. */
final class BenchRoundCommandTest {
  private static final List<String> TINY =
      List.of("--image-size", "16", "--width", "4", "--batch", "4", "--threads", "1");

  @Test
  void aRoundIsMeasuredBesideALoopAndItsPhasesAreSaid() throws Exception {
    List<String> options = new ArrayList<>(TINY);
    options.addAll(List.of("--local-steps", "3", "--workers", "2", "--rounds", "1", "--no-peers"));
    JsonNode line = bench(0, options);

    assertEquals("bench round", line.get("command").asText());
    double seconds = line.get("roundSeconds").asDouble();
    double loopSeconds = line.get("loopSeconds").asDouble();
    assertTrue(loopSeconds > 0);
    assertEquals(seconds / loopSeconds - 1, line.get("overhead").asDouble(), 1e-6);
    assertEquals(2 * 3 * 4 / seconds, line.get("imagesPerSecond").asDouble(), 1e-6);
    assertEquals(2, line.get("workers").asInt());
    assertEquals(3, line.get("localSteps").asInt());
    assertEquals(1, line.get("threads").asInt());
    List<String> phases = new ArrayList<>();
    line.get("phases").fieldNames().forEachRemaining(phases::add);
    assertEquals(Stream.concat(RoundSeconds.phases().stream(), Stream.of("rest")).toList(), phases);
    assertTrue(line.get("driverBytes").asLong() > 0);
    assertTrue(line.get("shuffleBytes").asLong() > line.get("driverBytes").asLong());
    assertTrue(line.get("peers").isEmpty());
    assertTrue(line.get("taskSeconds").get("work").asDouble() > 0);
    assertTrue(line.get("taskSeconds").get("average").asDouble() > 0);
    assertTrue(line.get("phases").get("prepare").asDouble() > 0, "batches were prepared");
  }

  @ParameterizedTest
  @CsvSource({
    "--rounds, 0, '--rounds must be from 1 to 10000, but is 0'",
    "--workers, 5000, '--workers must be from 1 to 4096, but is 5000'",
    "--local-steps, 0, '--local-steps must be from 1 to 1000000, but is 0'",
    "--batch, 0, '--batch must be from 1 to 65536, but is 0'",
  })
  void whatIsOutOfBoundsIsNamed(String option, String value, String sentence) throws Exception {
    assertEquals(sentence, bench(64, List.of(option, value)).get("error").asText());
  }

  private static JsonNode bench(int exitCode, List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("bench", "round"));
    arguments.addAll(options);
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(result, true, StandardCharsets.UTF_8);
    int code = Invocation.of(new Dcgan(), out, System.err).run(arguments.toArray(String[]::new));
    String printed = result.toString(StandardCharsets.UTF_8);
    assertEquals(exitCode, code, printed);
    return new ObjectMapper().readTree(printed);
  }
}
