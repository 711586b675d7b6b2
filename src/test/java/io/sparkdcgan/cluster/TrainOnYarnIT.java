package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small run on YARN, its shards and what it leaves behind on HDFS, with the driver here and on
 * the cluster. Each container has what preflight says that it needs, and YARN kills whichever takes
 * more.
 */
@Tag("yarn")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TrainOnYarnIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final int ROUNDS = 3;

  /** Little to compute, but its batches take hundreds of megabytes outside the heap. */
  private static final String RECIPE =
      """
      run.name = small
      data.image-size = 16
      network { preset = pytorch, width = 8 }
      training { worker-batch-size = 8192, rounds = %s }
      averaging { workers = 2, local-steps = 1 }
      artifacts { snapshot-every = 1, grid-every = 100, grid-rows = 2 }
      """
          .formatted(ROUNDS);

  @TempDir private static Path folder;
  private Path spark;
  private MiniHdfs hdfs;
  private MiniYarn yarn;
  private String digest;
  private JsonNode needs;

  @BeforeAll
  void start() throws Exception {
    spark = SparkDistribution.home();
    hdfs = MiniHdfs.start();
    yarn = MiniYarn.start(hdfs);
    Files.writeString(folder.resolve("small.conf"), RECIPE);
    Launch imported =
        Launch.run(
            List.of(
                "import",
                "toy:600",
                "--to",
                hdfs.uri("/shards"),
                "--image-size",
                "16",
                "--",
                "--master",
                "local[2]"));
    assertEquals(0, imported.exitCode(), imported.errorOutput());
    List<String> local = new ArrayList<>(train(folder.resolve("run").toString()));
    local.addAll(List.of("--", "--master", "local[1]"));
    Launch trained = Launch.run(local);
    assertEquals(0, trained.exitCode(), trained.errorOutput());
    digest = trained.result().get("digest").asText();
  }

  @AfterAll
  void stop() {
    ServerProcess.closeAll(yarn, hdfs);
  }

  @Test
  @Order(1)
  void containerThatIsTooSmallIsRefusedByPreflightWithWhatItNeeds() throws Exception {
    List<String> words = new ArrayList<>(train(hdfs.uri("/runs/refused")));
    words.set(0, "preflight");
    Launch refused = onYarn(words, tooSmall());
    assertEquals(78, refused.exitCode(), refused.errorOutput());
    needs = refused.result().get("needs");
    assertTrue(error(refused).contains("raise spark.executor.memoryOverhead"), error(refused));
    Launch trained = onYarn(train(hdfs.uri("/runs/refused")), tooSmall());
    assertEquals(78, trained.exitCode(), trained.errorOutput());
  }

  @Test
  @Order(2)
  void whoTrainsNonethelessSeesItKilledForItsMemory() throws Exception {
    List<String> words = new ArrayList<>(train(hdfs.uri("/runs/killed")));
    words.addAll(List.of("--no-preflight", "--set", "run.round-retries=0"));
    List<String> settings = new ArrayList<>(tooSmall());
    settings.add("spark.task.maxFailures=1");
    Launch killed = onYarn(words, settings);
    assertTrue(List.of(69, 71).contains(killed.exitCode()), killed.errorOutput());
    assertTrue(
        killed.errorOutput().contains("Container killed by YARN for exceeding physical memory"),
        killed.errorOutput());
  }

  @Test
  @Order(3)
  void withTheDriverHereAndPreflightsOwnFigureTheDigestIsThatOfTheLocalRun() throws Exception {
    Launch trained = onYarn(train(hdfs.uri("/runs/client")), enough());
    assertEquals(0, trained.exitCode(), trained.errorOutput());
    assertEquals(digest, trained.result().get("digest").asText());
    assertFalse(trained.errorOutput().contains("Container killed by YARN"), trained.errorOutput());
  }

  @Test
  @Order(4)
  void driverOnTheClusterThatIsKilledSavesItsStateAndTheNextOneEndsWithTheSameDigest()
      throws Exception {
    String run = hdfs.uri("/runs/cluster");
    List<String> words = new ArrayList<>(train(run));
    words.addAll(clusterMode(enough()));
    Path output = ServerProcess.folder("driver");
    SmallRun.Driver first = new SmallRun.Driver(Launch.start(output, environment(), words), output);
    ObjectStore store = ObjectStore.at(run, new Configuration());
    while (store.list("snapshots").stream().noneMatch(key -> key.endsWith("_COMMITTED"))) {
      assertTrue(first.process().isAlive(), first.log());
      Thread.sleep(100);
    }
    yarn.kill(first.log().replaceFirst("(?s).*?(application_\\d+_\\d+).*", "$1"));
    JsonNode stopped = first.end(75);
    assertEquals("train", stopped.get("command").asText());

    Launch resumed = Launch.run(PATIENCE, environment(), words);
    assertEquals(0, resumed.exitCode(), resumed.errorOutput());
    assertEquals(stopped.get("round"), resumed.result().get("resumedFrom"));
    assertEquals(digest, resumed.result().get("digest").asText());
    assertTrue(
        store.list("").stream().noneMatch(key -> key.contains("_result-")), "the word is taken");
  }

  @Test
  @Order(5)
  void driverOnTheClusterEndsWithItsOwnExitCode() throws Exception {
    List<String> words = new ArrayList<>(train(hdfs.uri("/runs/missing")));
    words.addAll(List.of("--set", "data.shards=" + hdfs.uri("/no-shards")));
    words.addAll(clusterMode(enough()));
    Launch missing = Launch.run(PATIENCE, environment(), words);
    assertEquals(66, missing.exitCode(), missing.errorOutput());
    assertEquals("input-missing", missing.result().get("status").asText());
    assertTrue(error(missing).contains("/no-shards"), error(missing));
  }

  @Test
  @Order(6)
  void driverThatYarnWouldNeverStartAndPlacesOfThisMachineAreRefused() throws Exception {
    List<String> words = new ArrayList<>(train(hdfs.uri("/runs/huge")));
    words.addAll(clusterMode(enough()));
    words.addAll(List.of("--driver-memory", "40g"));
    Launch huge = Launch.run(PATIENCE, environment(), words);
    assertEquals(78, huge.exitCode(), huge.errorOutput());
    assertTrue(error(huge).contains("above the max threshold"), error(huge));

    List<String> here = new ArrayList<>(train("runs/here"));
    here.addAll(clusterMode(enough()));
    Launch local = Launch.run(PATIENCE, environment(), here);
    assertEquals(78, local.exitCode(), local.errorOutput());
    assertTrue(error(local).contains("runs/here is a path of this machine"), error(local));
  }

  private List<String> train(String to) {
    return List.of(
        "train",
        folder.resolve("small.conf").toString(),
        "--to",
        to,
        "--set",
        "data.shards=" + hdfs.uri("/shards"));
  }

  private Launch onYarn(List<String> words, List<String> properties)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(words);
    line.addAll(options(properties));
    return Launch.run(PATIENCE, environment(), line);
  }

  private List<String> clusterMode(List<String> properties) {
    List<String> options = new ArrayList<>(options(properties));
    options.addAll(List.of("--deploy-mode", "cluster"));
    return options;
  }

  /** As an operator has it: the project's own file, and what differs. */
  private List<String> options(List<String> properties) {
    List<String> options = new ArrayList<>(List.of("--", "--master", "yarn"));
    options.addAll(List.of("--properties-file", "conf/spark-yarn.properties"));
    String java = System.getProperty("java.home");
    List<String> all = new ArrayList<>(properties);
    all.addAll(
        List.of(
            "spark.yarn.appMasterEnv.JAVA_HOME=" + java,
            "spark.executorEnv.JAVA_HOME=" + java,
            // Every machine of this cluster has Spark already.
            "spark.yarn.jars=local:" + spark.resolve("jars/*"),
            "spark.executor.instances=1"));
    all.forEach(property -> options.addAll(List.of("--conf", property)));
    return options;
  }

  private static List<String> tooSmall() {
    return List.of(
        "spark.executor.memory=512m",
        "spark.executor.memoryOverhead=64m",
        "spark.driver.memory=768m",
        "spark.driver.memoryOverhead=768m");
  }

  /** To the megabyte what preflight asked for. */
  private List<String> enough() {
    return List.of(
        "spark.executor.memory=%sm".formatted(needs.get("executorHeapMb").asInt()),
        "spark.executor.memoryOverhead=%sm".formatted(needs.get("executorOverheadMb").asInt()),
        "spark.driver.memory=%sm".formatted(needs.get("driverHeapMb").asInt()),
        "spark.driver.memoryOverhead=%sm".formatted(needs.get("driverOverheadMb").asInt()));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(yarn.environment());
    environment.put("SPARK_HOME", spark.toString());
    return environment;
  }

  private static String error(Launch launch) {
    return launch.result().path("error").asText();
  }
}
