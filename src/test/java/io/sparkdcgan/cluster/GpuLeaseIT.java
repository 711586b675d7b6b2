package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four GPUs on two workers of a real cluster, each of whom runs {@code submit/gpu-discovery}. There
 * are no GPUs behind the addresses and the jar computes on CPUs: leases are recorded, not used.
 */
@Tag("gpu")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GpuLeaseIT {
  private static final int ROUNDS = 2;
  private static final String WORKERS = "averaging.workers=4";

  @TempDir private static Path folder;
  private SmallRun small;
  private StandaloneCluster cluster;

  @BeforeAll
  void startCluster() throws Exception {
    small = SmallRun.in(folder);
    cluster = StandaloneCluster.startWithGpus(2, "2g", "0,1", "2,3");
  }

  @AfterAll
  void stopCluster() {
    ServerProcess.closeAll(cluster);
  }

  @Test
  void eachOfFourWorkersLeasesAGpuOfItsOwnAndTheDigestIsThatOfARunWithoutAny() throws Exception {
    List<String> options =
        options(
            "spark.executor.resource.gpu.amount=2",
            "spark.task.resource.gpu.amount=1",
            "spark.executor.cores=2");
    SmallRun.Driver driver = small.start("on-gpus", ROUNDS, options, WORKERS);
    JsonNode trained = driver.end(0);
    assertTrue(driver.log().contains("4 workers on 4 GPUs of 2 executors"), driver.log());
    assertTrue(driver.log().contains("this jar computes on CPUs"), driver.log());
    List<String> lines = Files.readAllLines(folder.resolve("on-gpus/metrics.jsonl"));
    assertEquals(ROUNDS, lines.size());
    for (String line : lines) {
      Set<String> holders = new TreeSet<>();
      Set<String> addresses = new TreeSet<>();
      for (JsonNode gpu : new ObjectMapper().readTree(line).get("gpus")) {
        holders.add(gpu.asText());
        addresses.add(gpu.asText().replaceFirst("executor [01], GPU ", ""));
      }
      assertEquals(Set.of("0", "1", "2", "3"), addresses, line);
      assertEquals(4, holders.size(), line);
    }
    JsonNode without = small.start("without", ROUNDS, WORKERS).end(0);
    assertEquals(without.get("digest"), trained.get("digest"));
    String line = Files.readAllLines(folder.resolve("without/metrics.jsonl")).get(0);
    assertFalse(new ObjectMapper().readTree(line).has("gpus"), line);
  }

  @Test
  void threeGpusForFourWorkersAreRefusedBeforeAnythingIsWritten() throws Exception {
    List<String> options =
        options(
            "spark.executor.resource.gpu.amount=1",
            "spark.task.resource.gpu.amount=1",
            "spark.executor.cores=1",
            "spark.cores.max=3",
            // Three executors are all that were asked for: it does not wait for more.
            "spark.scheduler.maxRegisteredResourcesWaitingTime=180s");
    JsonNode refused = small.start("three", ROUNDS, options, WORKERS).end(78);
    assertEquals("configuration", refused.get("status").asText());
    assertEquals(
        "found 3 GPUs for 4 workers: raise spark.executor.instances or lower averaging.workers",
        refused.get("error").asText());
    assertFalse(Files.exists(folder.resolve("three/run.json")));
  }

  @Test
  void twoWorkersOnOneGpuAreRefusedBeforeTheClusterIsAsked() throws Exception {
    List<String> options =
        options("spark.executor.resource.gpu.amount=2", "spark.task.resource.gpu.amount=0.5");
    JsonNode refused = small.start("shared", ROUNDS, options, WORKERS).end(78);
    assertEquals(
        "spark.task.resource.gpu.amount must be 1, but is 0.5: two workers would compute on one"
            + " GPU; set it to 1",
        refused.get("error").asText());
  }

  private List<String> options(String... properties) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--master",
                cluster.url(),
                "--driver-memory",
                "700m",
                "--conf",
                "spark.executor.memory=640m"));
    Stream.of(properties).forEach(property -> words.addAll(List.of("--conf", property)));
    return words;
  }
}
