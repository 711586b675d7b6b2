package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/dcgan preflight} and the preflight of {@code train} on a real cluster. */
@Tag("clusters")
@ExtendWith(SharedServers.class)
final class PreflightIT {
  @TempDir static Path folder;

  private static StandaloneCluster cluster;
  private static SmallRun small;

  @BeforeAll
  static void start(StandaloneCluster shared) throws Exception {
    cluster = shared;
    small = SmallRun.in(folder);
  }

  private static Launch preflight(String run, int wait, String... options) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "preflight",
                folder.resolve("small.conf").toString(),
                "--to",
                folder.resolve(run).toString(),
                "--wait",
                String.valueOf(wait),
                "--set",
                "data.shards=" + folder.resolve("shards"),
                "--",
                "--master",
                cluster.url(),
                "--conf",
                "spark.driver.memory=1g"));
    words.addAll(List.of(options));
    return Launch.run(words);
  }

  private static String verdict(JsonNode result, String name) {
    for (JsonNode check : result.path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check.path("verdict").asText();
      }
    }
    throw new AssertionError(name + " is not among " + result);
  }

  @Test
  void everyExecutorIsAskedAndNothingIsLeftBehind() throws Exception {
    Launch launch = preflight("asked", 120, "--conf", "spark.executor.memory=768m");
    assertEquals(0, launch.exitCode(), launch.errorOutput());
    JsonNode result = launch.result();
    for (String name :
        List.of("storage", "shards from executors", "clocks", "Java", "Spark", "processors")) {
      assertEquals("ok", verdict(result, name), launch.errorOutput());
    }
    assertTrue(launch.errorOutput().contains("2 of 2 answered"), launch.errorOutput());
    assertEquals(3, result.path("needs").path("executors").asInt());
    assertTrue(result.path("needs").path("executorContainerMb").asInt() > 600);
    try (var left = Files.list(folder.resolve("asked"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void whereNoExecutorCanBeHadItSaysSoInTime() throws Exception {
    Launch launch = preflight("none", 15, "--conf", "spark.executor.memory=3g");
    assertEquals(69, launch.exitCode(), launch.errorOutput());
    assertEquals("missing", verdict(launch.result(), "executors"));
    assertTrue(launch.errorOutput().contains("in 15 seconds"), launch.errorOutput());
  }

  @Test
  void trainRefusesBeforeAnyRoundWhatCannotWork() throws Exception {
    SmallRun.Driver driver =
        small.start(
            "refused",
            2,
            List.of("--master", cluster.url(), "--conf", "spark.driver.maxResultSize=1m"),
            "network.width=64");
    JsonNode result = driver.end(78);
    assertEquals("missing", verdict(result, "spark.driver.maxResultSize"));
    assertFalse(Files.exists(folder.resolve("refused")));
  }

  /** Executors come with tasks and go when they are idle; the numbers stay the same. */
  @Test
  void dynamicAllocationChangesNoBit() throws Exception {
    String digest = small.undisturbed(3);
    SmallRun.Driver driver =
        small.start(
            "dynamic",
            3,
            List.of(
                "--master",
                cluster.url(),
                "--conf",
                "spark.executor.memory=768m",
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.dynamicAllocation.enabled=true",
                "--conf",
                "spark.dynamicAllocation.executorIdleTimeout=1s",
                "--conf",
                "spark.dynamicAllocation.cachedExecutorIdleTimeout=1s"));
    assertEquals(digest, driver.end(0).path("digest").asText());
  }
}
