package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A secret is given in every way there is, and then looked for in everything that a job leaves
 * behind or shows while it runs: driver's, executors' and daemons' logs, event logs, every object
 * of the run, the JSON line, command lines, pages.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SecretsIT {
  private static final String CORE = UUID.randomUUID().toString().replace("-", "");

  /** With characters that URLs encode, as real ones have. */
  private static final String SECRET = "pl/" + CORE + "+n";

  private static final SecretHunt HUNT = new SecretHunt(CORE, SECRET);

  private static final Set<String> KEYS = Set.of("fs.s3a.access.key", "fs.s3a.secret.key");

  /** Settings that nothing uses: their names are all that says what they are. */
  private static final Map<String, String> DECOYS =
      new TreeMap<>(
          Map.of(
              "fs.s3a.bucket.other.secret.key", SECRET,
              "fs.s3a.bucket.other.session.token", SECRET,
              "fs.azure.account.key.other.blob.core.windows.net", SECRET,
              "fs.azure.sas.images.other.blob.core.windows.net", SECRET,
              "fs.gs.auth.service.account.private.key", SECRET,
              "some.service.passwd", SECRET,
              "some.service.apikey", SECRET,
              "some.service.credential", SECRET,
              "some.service.signature", SECRET));

  private final Path shown = ServerProcess.folder("shown");
  private final Path hidden = ServerProcess.folder("hidden");
  private final Map<String, Set<String>> seen = new LinkedHashMap<>();
  private final Map<String, List<String>> environments = new LinkedHashMap<>();
  private S3Server s3;
  private StandaloneCluster cluster;
  private String bucket;
  private int port;

  @BeforeAll
  void start() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "command lines are read from /proc");
    s3 = S3Server.start(SECRET);
    bucket = s3.createBucket("bucket");
    cluster = StandaloneCluster.start(1, 2, "1g");
    port = ServerProcess.freePort();
    Files.createDirectories(shown.resolve("events"));
  }

  @AfterAll
  void stop() {
    ServerProcess.closeAll(cluster, s3);
  }

  @Test
  @Order(1)
  void aFileOfPropertiesServesEveryCommand() throws Exception {
    Map<String, String> properties = new TreeMap<>(s3.hadoopProperties());
    properties.putAll(DECOYS);
    Path file =
        PrivateFile.properties(hidden.resolve("spark.properties"), properties, "spark.hadoop.");
    List<String> options = List.of("--properties-file", file.toString());
    String shards = bucket + "/shards";
    String run = bucket + "/run";
    assertEnds(0, "properties-import", options, Map.of(), importing(shards));
    Path recipe = Files.writeString(shown.resolve("small.conf"), "run.name = secrets");
    List<String> training = new ArrayList<>(List.of("train", recipe.toString(), "--to", run));
    for (String key :
        List.of(
            "data.shards=" + shards,
            "data.image-size=16",
            "network.preset=pytorch",
            "network.width=8",
            "training.worker-batch-size=8",
            "training.rounds=2",
            "averaging.local-steps=2",
            "artifacts.grid-rows=2")) {
      training.addAll(List.of("--set", key));
    }
    assertEnds(0, "properties-train", options, Map.of(), training);
    assertEnds(0, "properties-report", options, Map.of(), List.of("report", run));
    assertEnds(0, "properties-status", options, Map.of(), List.of("status", run));
  }

  @Test
  @Order(2)
  void sparksDefaultsServe() throws Exception {
    PrivateFile.properties(
        hidden.resolve("defaults/spark-defaults.conf"), s3.hadoopProperties(), "spark.hadoop.");
    assertEnds(
        0,
        "defaults-import",
        List.of(),
        Map.of("SPARK_CONF_DIR", hidden.resolve("defaults").toString()),
        importing(bucket + "/by-defaults"));
  }

  @Test
  @Order(3)
  void hadoopsOwnFileServes() throws Exception {
    PrivateFile.xml(hidden.resolve("hadoop/core-site.xml"), s3.hadoopProperties());
    assertEnds(
        0,
        "hadoop-import",
        List.of(),
        Map.of("HADOOP_CONF_DIR", hidden.resolve("hadoop").toString()),
        importing(bucket + "/by-hadoop"));
  }

  @Test
  @Order(4)
  void theDriversEnvironmentServesExecutorsToo() throws Exception {
    assertEnds(
        0,
        "environment-import",
        withoutKeys(),
        keysInEnvironment(SECRET),
        importing(bucket + "/by-environment"));
  }

  /** Executors open the store themselves, so they need its password, a secret as well. */
  @Test
  @Order(5)
  void hadoopsCredentialStoreServes() throws Exception {
    Map<String, String> password = Map.of("HADOOP_CREDSTORE_PASSWORD", SECRET);
    String store = "jceks://file" + hidden.resolve("keys.jceks");
    for (String key : KEYS) {
      keep(key, s3.hadoopProperties().get(key), store, password);
    }
    Path file = PrivateFile.properties(hidden.resolve("store"), password, "spark.executorEnv.");
    List<String> options = new ArrayList<>(withoutKeys());
    options.addAll(List.of("--properties-file", file.toString()));
    options.addAll(
        List.of("--conf", "spark.hadoop.hadoop.security.credential.provider.path=" + store));
    assertEnds(0, "store-import", options, password, importing(bucket + "/by-store"));
  }

  @Test
  @Order(6)
  void aWrongSecretIsNamedForWhatItIsAndNotRepeated() throws Exception {
    Map<String, String> wrong = keysInEnvironment(SECRET + "wrong");
    List<String> debugging = new ArrayList<>(importing(bucket + "/nothing"));
    debugging.add("--debug");
    assertEnds(77, "wrong-import", withoutKeys(), wrong, debugging);
    assertEnds(
        77, "wrong-status", withoutKeys(), wrong, List.of("--debug", "status", bucket + "/run"));
  }

  @Test
  @Order(7)
  void aSecretOnTheCommandLineIsRefused() throws Exception {
    String uri = "s3a://AKIA:" + CORE + "@bucket/run";
    String signed = "faces:https://s3.example/faces.zip?X-Amz-Signature=" + CORE;
    List<List<String>> commands =
        List.of(
            List.of("status", uri),
            List.of("import", signed, "--to", bucket + "/nothing"),
            List.of(
                "train", "a", "--to", bucket + "/nothing", "--set", "fs.s3a.secret.key=" + CORE));
    for (List<String> command : commands) {
      Launch refused = launch(78, "refused", List.of(), Map.of(), command);
      assertTrue(refused.result().get("error").asText().contains("docs/SECURITY.md"));
    }
    List<String> conf = List.of("--conf", "spark.hadoop.fs.s3a.secret.key=" + SECRET);
    launch(78, "refused", conf, Map.of(), List.of("status", bucket + "/run"));
  }

  /** What follows can fail: the hunt finds the secret where it was put. */
  @Test
  @Order(8)
  void theHuntFindsWhatIsThere() throws Exception {
    List<String> found =
        HUNT.hits(hidden).stream()
            .map(file -> hidden.relativize(file).toString())
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "defaults/spark-defaults.conf", "hadoop/core-site.xml", "spark.properties", "store"),
        found);
    Process planted = new ProcessBuilder("bash", "-c", "sleep 60; :", SECRET).start();
    try {
      assertTrue(SecretHunt.commandLines().stream().anyMatch(HUNT::isIn));
    } finally {
      planted.descendants().forEach(ProcessHandle::destroy);
      planted.destroy();
    }
  }

  @Test
  @Order(9)
  void nothingThatAJobLeavesHoldsIt() throws Exception {
    assertEquals(List.of(), HUNT.hits(shown, cluster.folder(), s3.objects()));
    List<String> looked =
        SecretHunt.files(shown).stream().map(file -> file.getFileName().toString()).toList();
    assertEquals(7, looked.stream().filter(name -> name.startsWith("app-")).count(), "event logs");
    List<String> left =
        SecretHunt.files(s3.objects()).stream()
            .map(file -> s3.objects().relativize(file).toString())
            .toList();
    for (String name : List.of("run.json", "metrics.jsonl", "report.html", "_SUCCESS")) {
      assertTrue(left.contains("bucket/run/" + name), () -> name + " among " + left);
    }
    assertTrue(left.stream().anyMatch(name -> name.matches("bucket/run/attempts/.*json")));
    assertTrue(
        SecretHunt.files(cluster.folder()).stream()
            .anyMatch(file -> file.toString().matches(".*/worker-0/app-.*/stderr")),
        "executors' logs");
  }

  @Test
  @Order(10)
  void nobodySawItWhileJobsRan() throws Exception {
    Set<String> lines = new TreeSet<>();
    seen.values().forEach(lines::addAll);
    assertTrue(lines.stream().anyMatch(line -> line.contains("deploy.SparkSubmit")));
    assertTrue(lines.stream().anyMatch(line -> line.contains("CoarseGrainedExecutorBackend")));
    assertEquals(List.of(), lines.stream().filter(HUNT::isIn).toList());
    assertFalse(HUNT.isIn(Onlooker.page(cluster.page().toString())));
    assertFalse(HUNT.isIn(Onlooker.page(cluster.page().resolve("/json/").toString())));
  }

  @Test
  @Order(11)
  void theDriversPageShowsNamesOnly() throws Exception {
    for (String way :
        List.of(
            "properties-import",
            "properties-train",
            "defaults-import",
            "hadoop-import",
            "environment-import",
            "store-import")) {
      String environment = String.join("", environments.getOrDefault(way, List.of()));
      assertTrue(
          environment.contains("sparkProperties"), () -> "the page of " + way + " was not seen");
      assertFalse(HUNT.isIn(environment), way);
    }
    JsonNode page = new ObjectMapper().readTree(environments.get("properties-train").get(0));
    Map<String, String> properties = new TreeMap<>();
    page.get("sparkProperties")
        .forEach(pair -> properties.put(pair.get(0).asText(), pair.get(1).asText()));
    Set<String> secrets = new TreeSet<>(DECOYS.keySet());
    secrets.addAll(KEYS);
    for (String name : secrets) {
      assertEquals("*********(redacted)", properties.get("spark.hadoop." + name), name);
    }
    assertEquals(s3.endpoint().toString(), properties.get("spark.hadoop.fs.s3a.endpoint"));
  }

  private static List<String> importing(String to) {
    return List.of("import", "toy:40", "--to", to, "--image-size", "16", "--shard-images", "20");
  }

  /** Where the server is, and not who may use it. */
  private List<String> withoutKeys() {
    List<String> options = new ArrayList<>();
    s3.hadoopProperties()
        .forEach(
            (key, value) -> {
              if (!KEYS.contains(key)) {
                options.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value));
              }
            });
    return options;
  }

  private Map<String, String> keysInEnvironment(String secret) {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        s3.hadoopProperties().get("fs.s3a.access.key"),
        "AWS_SECRET_ACCESS_KEY",
        secret);
  }

  /** Hadoop's own command takes a key from a terminal only, or from its command line. */
  private void keep(String key, String value, String store, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder(
                cluster.sparkHome().resolve("bin/spark-class").toString(),
                "org.apache.hadoop.security.alias.CredentialShell",
                "create",
                key,
                "-value",
                value,
                "-provider",
                store)
            .redirectErrorStream(true)
            .redirectOutput(shown.resolve(key + ".log").toFile());
    shell.environment().putAll(environment);
    assertEquals(0, shell.start().waitFor(), () -> "see " + shown);
  }

  private void assertEnds(
      int exitCode,
      String name,
      List<String> options,
      Map<String, String> environment,
      List<String> command)
      throws IOException, InterruptedException {
    try (Onlooker onlooker = new Onlooker(port)) {
      launch(exitCode, name, options, environment, command);
      seen.put(name, onlooker.commandLines());
      environments.put(name, onlooker.environments());
    }
  }

  private Launch launch(
      int exitCode,
      String name,
      List<String> options,
      Map<String, String> environment,
      List<String> command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("--", "--master", cluster.url()));
    words.addAll(options);
    for (String property :
        List.of(
            "spark.ui.port=" + port,
            "spark.eventLog.enabled=true",
            "spark.eventLog.dir=" + shown.resolve("events").toUri(),
            "spark.executor.memory=768m",
            "spark.driver.memory=768m")) {
      words.addAll(List.of("--conf", property));
    }
    Path output = Files.createTempDirectory(shown, name + "-");
    Launch launch = Launch.run(Launch.PATIENCE, output, environment, words);
    assertEquals(exitCode, launch.exitCode(), launch.errorOutput());
    return launch;
  }
}
