package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bench learn} from the toy images to the table, on networks that learn nothing in time. */
@Tag("benchmarks")
final class BenchLearnIT {
  private static final List<String> TINY =
      List.of(
          "--workers=1,2",
          "--seeds=1,2",
          "--scores=100000,0.001",
          "--set=data.image-size=16",
          "--set=network.width=4",
          "--set=training.batch-size=8",
          "--set=averaging.local-steps=2",
          "--set=training.rounds=4",
          "--set=evaluation.pictures=16",
          "--evaluations=2");

  @TempDir private Path folder;

  @Test
  void runsAreTrainedComparedAndGoneOnWith() throws Exception {
    JsonNode first = bench(0, "--seeds=1");
    assertEquals(2, first.get("curves").size());

    JsonNode both = bench(0);
    List<String> runs = new ArrayList<>();
    for (JsonNode curve : both.get("curves")) {
      runs.add(curve.get("run").asText());
      assertEquals("complete", curve.get("status").asText());
      assertEquals(2, curve.get("points").size());
      JsonNode end = curve.get("points").get(1);
      assertEquals(4, end.get("round").asInt());
      assertEquals(8, end.get("steps").asInt());
      assertEquals(
          end.get("imagesSeen").asLong(),
          end.get("workerImages").asLong() * curve.get("workers").asInt());
      assertTrue(end.get("swd").asDouble() > 0);
    }
    assertEquals(List.of("plain-w1-s1", "plain-w1-s2", "plain-w2-s1", "plain-w2-s2"), runs);
    // What was complete was left alone.
    assertEquals(first.get("curves").get(0), both.get("curves").get(0));

    JsonNode reached = both.get("speedUps").get(0);
    assertEquals(2, reached.get("reached").asInt());
    assertEquals(1, reached.get("speedUp").get("median").asDouble());
    JsonNode never = both.get("speedUps").get(3);
    assertEquals(0, never.get("reached").asInt());
    assertTrue(never.get("criticalPath").get("median").isNull());
    assertTrue(Files.readString(folder.resolve("learn.svg")).contains("plain, W = 2"));

    JsonNode again = bench(0, "--no-train", "--scores=100000");
    assertEquals(both.get("curves"), again.get("curves"));
    assertTrue(Files.isRegularFile(folder.resolve("plain-w2-s2/_SUCCESS")));
  }

  @ParameterizedTest
  @CsvSource({
    "--workers=0, '--workers must be from 1 to 4096, but is 0'",
    "'--seeds=1,1', '--seeds must have each number once, but is [1, 1]'",
    "--scores=-1, '--scores must be above 0, but is -1.0'",
    "--images=0, '--images must be from 1 to 1000000000000, but is 0'",
    "--set=averaging.workers=2, 'averaging.workers cannot be set here: give --workers'",
    "--variant=a: run.seed=2, 'run.seed cannot be set here: give --seeds'",
  })
  void whatCannotBeIsNamed(String option, String sentence) throws Exception {
    assertEquals(sentence, bench(64, option).get("error").asText());
  }

  private JsonNode bench(int exitCode, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("bench", "learn", "--to=" + folder));
    TINY.stream()
        .filter(option -> List.of(more).stream().noneMatch(other -> isSame(option, other)))
        .forEach(arguments::add);
    arguments.addAll(List.of(more));
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(result, true, StandardCharsets.UTF_8);
    int code = Invocation.of(new Dcgan(), out, System.err).run(arguments.toArray(String[]::new));
    String printed = result.toString(StandardCharsets.UTF_8);
    assertEquals(exitCode, code, printed);
    return new ObjectMapper().readTree(printed);
  }

  private static boolean isSame(String option, String other) {
    return !other.startsWith("--set")
        && option.startsWith(other.substring(0, other.indexOf('=') + 1))
        && other.indexOf('=') > 0;
  }
}
