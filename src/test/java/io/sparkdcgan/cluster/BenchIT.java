package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the job's jar does not hold, {@code submit/dcgan} builds and runs. */
final class BenchIT {
  @Test
  void aBenchmarkIsBuiltAndMeasures() throws Exception {
    Launch bench =
        Launch.run("bench", "import", "--images=8", "--edge=32", "--image-size=16", "--turns", "1");
    assertEquals(0, bench.exitCode(), bench.errorOutput());
    assertEquals("bench import", bench.result().get("command").asText());
    assertTrue(bench.result().get("imagesPerSecond").asDouble() > 0);
    assertTrue(Files.isRegularFile(Path.of("target/bench/spark-dcgan-bench.jar")));
  }
}
