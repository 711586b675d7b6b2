package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The DAGs of {@code submit/airflow} in a real Airflow, on toy faces and a Spark of this machine: a
 * night as it should be, one in which the driver is killed, one that diverges.
 */
@Tag("airflow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AirflowIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final String DAG = "dcgan";
  private static final String CONSUMER = "dcgan_consumer";
  private static final List<String> TASKS =
      List.of("evaluate", "import", "preflight", "publish", "train");
  private static final String RECIPE =
      """
      run { name = nightly, lease-seconds = 10 }
      data.image-size = 16
      network { preset = pytorch, width = 8 }
      training { rounds = 12, worker-batch-size = 8 }
      averaging { workers = 2, local-steps = 10 }
      artifacts { snapshot-every = 1, grid-every = 12, grid-rows = 2 }
      """;

  /** Where a gradient is zero, the momentum is divided by epsilon. */
  private static final List<String> DIVERGING =
      List.of(
          "training.learning-rate=1",
          "training.beta1=0.9",
          "training.beta2=0",
          "training.epsilon=1e-38");

  @TempDir private static Path folder;
  private AirflowServer airflow;

  @BeforeAll
  void startAirflow() throws Exception {
    AirflowServer.install();
    Files.writeString(folder.resolve("nightly.conf"), RECIPE);
    airflow =
        AirflowServer.start(
            Map.of(
                "AIRFLOW_CONN_SPARK_DEFAULT", "{\"conn_type\": \"spark\", \"host\": \"local[1]\"}",
                "AIRFLOW_VAR_DCGAN_STORAGE", folder.toString(),
                "DCGAN_SCHEDULE", "",
                "DCGAN_RETRY_SECONDS", "1",
                "DCGAN_POKE_SECONDS", "20"));
  }

  @AfterAll
  void stopAirflow() {
    if (airflow != null) {
      airflow.close();
    }
  }

  @Test
  void theDagsAreParsedWithoutAWarning() throws Exception {
    String output = airflow.python(0, "src/it/airflow/check_dags.py", "submit/airflow");
    JsonNode found =
        new ObjectMapper().readTree(output.lines().reduce((one, last) -> last).orElseThrow());
    assertTrue(found.get("errors").isEmpty(), output);
    assertTrue(found.get("warnings").isEmpty(), output);
    List<String> tasks = new ArrayList<>();
    found.get("dags").get(DAG).forEach(task -> tasks.add(task.asText()));
    assertEquals(TASKS, tasks);
  }

  @Test
  void theOperatorMakesTheRightOfEveryEnd() throws Exception {
    airflow.python(0, "src/it/airflow/test_operator.py");
  }

  @Test
  void aNightIsTrainedAndPublishedAndItsConsumerWaitsForIt() throws Exception {
    trigger(CONSUMER, "good", "2026-01-02", List.of());
    trigger(DAG, "good", "2026-01-02", List.of());
    // The same again, but the driver is killed once there is something to go on from.
    trigger(DAG, "killed", "2026-01-03", List.of());
    trigger(DAG, "diverging", "2026-01-04", DIVERGING);

    airflow.await("success", DAG, "good", "publish", PATIENCE);
    JsonNode good = trained("good");
    assertPublished("good", good);
    kill("20260103");
    assertEquals(12, good.get("round").asInt());
    assertTrue(good.get("resumedFrom").isNull());
    assertEquals(List.of("success"), airflow.tries(DAG, "good", "train"));
    assertEquals(1, airflow.xcom(DAG, "good", "evaluate", "return_value").get("scores").size());
    airflow.await("success", CONSUMER, "good", "use", PATIENCE);

    airflow.await("success", DAG, "killed", "publish", PATIENCE);
    JsonNode resumed = trained("killed");
    assertEquals(List.of("failed", "success"), airflow.tries(DAG, "killed", "train"));
    assertTrue(resumed.get("resumedFrom").asInt() > 0, resumed.toString());
    assertEquals(good.get("digest"), resumed.get("digest"));
    assertNotEquals(good.get("run"), resumed.get("run"));
    assertPublished("killed", resumed);

    airflow.await("failed", DAG, "diverging", "train", PATIENCE);
    assertEquals(List.of("failed"), airflow.tries(DAG, "diverging", "train"));
    assertEquals(20, airflow.xcom(DAG, "diverging", "train", "failure").get("exitCode").asInt());
    airflow.await("upstream_failed", DAG, "diverging", "publish", PATIENCE);
    assertEquals(3, runs().size(), "one folder a night, whatever happened");
  }

  private void trigger(String dag, String run, String date, List<String> keys) throws Exception {
    Map<String, Object> parameters =
        Map.of(
            "source",
            "toy:90",
            "image_size",
            16,
            "recipe",
            folder.resolve("nightly.conf").toString(),
            "set",
            keys,
            "count",
            32);
    airflow.trigger(dag, run, date + "T01:00:00Z", parameters);
  }

  private JsonNode trained(String run) throws Exception {
    JsonNode result = airflow.xcom(DAG, run, "train", "return_value");
    assertEquals("train", result.get("command").asText());
    assertEquals(64, result.get("digest").asText().length());
    return result;
  }

  private void assertPublished(String run, JsonNode trained) throws Exception {
    JsonNode said = airflow.xcom(DAG, run, "publish", "return_value");
    Path place = folder.resolve("published");
    JsonNode current = new ObjectMapper().readTree(place.resolve("current.json").toFile());
    assertEquals(trained.get("digest"), current.get("digest"));
    assertEquals(said.get("digest"), current.get("digest"));
    for (JsonNode file : said.get("files")) {
      assertTrue(
          Files.size(place.resolve(current.get("folder").asText()).resolve(file.asText())) > 0);
    }
    assertTrue(Files.exists(place.resolve(current.get("folder").asText()).resolve("_COMMITTED")));
  }

  /** Kills the driver of this date's run as kill -9 does, when its first snapshot is saved. */
  private void kill(String date) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (runs().stream().noneMatch(run -> isUnderWay(run, date))) {
      assertTrue(System.nanoTime() < deadline, "no snapshot of " + date);
      Thread.sleep(20);
    }
    List<ProcessHandle> drivers =
        airflow.taskProcesses().filter(process -> isDriver(process, date)).toList();
    assertEquals(1, drivers.size());
    assertTrue(drivers.get(0).destroyForcibly());
    Path run = runs().stream().filter(path -> isUnderWay(path, date)).findFirst().orElseThrow();
    assertFalse(Files.exists(run.resolve("_SUCCESS")), "it was killed too late");
  }

  private static boolean isUnderWay(Path run, String date) {
    return run.getFileName().toString().startsWith(date)
        && Files.exists(run.resolve("snapshots/r00000001/_COMMITTED"));
  }

  private static boolean isDriver(ProcessHandle process, String date) {
    try {
      String words = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
      // Its launcher has the same words.
      boolean isJava = words.contains("org.apache.spark.deploy.SparkSubmit");
      return isJava && words.contains("\0train\0") && words.contains("/runs/" + date);
    } catch (IOException e) {
      // It has ended.
      return false;
    }
  }

  private List<Path> runs() throws IOException {
    Path runs = folder.resolve("runs");
    if (!Files.exists(runs)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(runs)) {
      return paths.toList();
    }
  }
}
