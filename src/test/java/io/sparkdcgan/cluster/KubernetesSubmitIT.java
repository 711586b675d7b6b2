package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the real spark-submit makes of our properties and pod templates, as far as that goes without
 * a cluster: the objects that it sends to an API server, for which {@link KubernetesStandIn}
 * stands.
 */
@Tag("kubernetes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubernetesSubmitIT {
  private static final String NAMESPACE = "dcgan";
  private static final String PLANTED = "planted-secret-4711";
  private static final Map<String, String> CREDENTIALS =
      Map.of("AWS_ACCESS_KEY_ID", PLANTED + "-id", "AWS_SECRET_ACCESS_KEY", PLANTED);
  private static final String JAR = "local:///opt/spark-dcgan/spark-dcgan-job.jar";

  @TempDir private static Path folder;
  private Path sparkHome;
  private KubernetesStandIn server;

  @BeforeAll
  void startServer() throws Exception {
    KubernetesSchemas.install();
    sparkHome = SparkDistribution.home();
    server = KubernetesStandIn.start(sparkHome);
  }

  @AfterAll
  void stopServer() {
    ServerProcess.closeAll(server);
  }

  @Test
  void driverOfClusterModeIsAPodAsWeMeanIt() throws Exception {
    List<String> words =
        List.of("train", "/opt/spark-dcgan/conf/faces-64.conf", "--to", "s3a://bucket/runs/faces");
    submit(words);
    JsonNode pod = only("pods");
    JsonNode driver = pod.at("/spec/containers/0");
    assertMemory("12Gi", driver);
    assertEquals("2", driver.at("/resources/requests/cpu").asText());
    assertEquals("dcgan", pod.at("/spec/serviceAccountName").asText());
    assertEquals(60, pod.at("/spec/terminationGracePeriodSeconds").asInt());
    assertEquals("Never", pod.at("/spec/restartPolicy").asText());
    assertRestricted(pod);
    assertEquals("17179869184", variable(driver, "MALLOC_TRIM_THRESHOLD_"));
    assertEquals("2", variable(driver, "OMP_NUM_THREADS"));
    assertEquals("dcgan-storage", driver.at("/envFrom/0/secretRef/name").asText());
    List<String> arguments = texts(driver.get("args"));
    assertEquals(words, arguments.subList(arguments.indexOf(JAR) + 1, arguments.size()));
    String settings = settings("spark-drv-");
    assertTrue(settings.contains("-Dorg.bytedeco.javacpp.maxphysicalbytes\\=12g"), settings);
    assertTrue(settings.contains("spark.executor.memoryOverhead=8g"), settings);
    assertEquals(1, server.objects("services", NAMESPACE).size());
    assertWellFormedAndWithoutSecret();
  }

  @Test
  void executorsThatNeverStartAreAskedForNamedAndCleanedUp() throws Exception {
    // Another namespace, so that nothing of the other test is seen here.
    String namespace = "elsewhere";
    SmallRun small = SmallRun.in(folder);
    List<String> options = new ArrayList<>(List.of("--master", server.master()));
    options.addAll(ours("client"));
    options.addAll(conf("spark.kubernetes.namespace=" + namespace));
    // The driver is on this machine, its memory is the machine's affair.
    options.addAll(conf("spark.driver.memory=512m"));
    Map<String, String> environment = new HashMap<>(CREDENTIALS);
    environment.put("SPARK_HOME", sparkHome.toString());
    SmallRun.Driver driver = small.start("run", 2, environment, options);
    List<JsonNode> pods = executors(namespace, 2);
    JsonNode executor = pods.get(0).at("/spec/containers/0");
    assertMemory("14Gi", executor);
    assertEquals("4", executor.at("/resources/requests/cpu").asText());
    assertEquals("4", variable(executor, "OMP_NUM_THREADS"));
    assertEquals("17179869184", variable(executor, "MALLOC_TRIM_THRESHOLD_"));
    assertFalse(pods.get(0).at("/spec/automountServiceAccountToken").asBoolean(true));
    assertEquals(
        "ScheduleAnyway",
        pods.get(0).at("/spec/topologySpreadConstraints/0/whenUnsatisfiable").asText());
    assertTrue(executor.toString().contains("--add-opens=java.base/java.nio=ALL-UNNAMED"));
    assertTrue(executor.toString().contains("GCLockerRetryAllocationCount=1000"));
    assertRestricted(pods.get(0));
    List<JsonNode> all = new ArrayList<>(pods);
    all.addAll(server.objects("configmaps", namespace));
    assertWellFormedAndWithoutSecret(all);
    // SIGTERM, which is heeded while nobody came yet.
    driver.process().destroy();
    assertEquals("preempted", driver.end(75).get("status").asText());
    assertEquals(List.of(), server.objects("pods", namespace));
  }

  /** Pods that were asked for, once there are so many. */
  private List<JsonNode> executors(String namespace, int count) throws Exception {
    long deadline = System.nanoTime() + Launch.PATIENCE.toNanos();
    while (server.objects("pods", namespace).size() < count) {
      assertTrue(System.nanoTime() < deadline, () -> "it never asked for " + count + " pods");
      Thread.sleep(100);
    }
    List<JsonNode> pods = server.objects("pods", namespace);
    assertEquals(count, pods.size());
    return pods;
  }

  /** Sends a driver off, and does not wait for what never runs. */
  private void submit(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(sparkHome.resolve("bin/spark-submit").toString());
    command.addAll(List.of("--class", "io.sparkdcgan.cli.Main", "--master", server.master()));
    command.addAll(ours("cluster"));
    command.addAll(conf("spark.kubernetes.submission.waitAppCompletion=false"));
    command.add(JAR);
    command.addAll(words);
    Path log = ServerProcess.folder("submit").resolve("submit.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().putAll(CREDENTIALS);
    Process process = builder.start();
    if (!process.waitFor(Launch.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    assertEquals(0, process.exitValue(), () -> "see " + log);
  }

  private static List<String> ours(String mode) {
    List<String> options = new ArrayList<>(List.of("--deploy-mode", mode));
    options.addAll(List.of("--properties-file", "conf/spark-kubernetes.properties"));
    for (String pod : List.of("driver", "executor")) {
      options.addAll(
          conf(
              "spark.kubernetes.%s.podTemplateFile=submit/kubernetes/%s-pod.yaml"
                  .formatted(pod, pod)));
    }
    return options;
  }

  private static List<String> conf(String property) {
    return List.of("--conf", property);
  }

  private JsonNode only(String kind) throws IOException {
    List<JsonNode> objects = server.objects(kind, NAMESPACE);
    assertEquals(1, objects.size(), objects::toString);
    return objects.get(0);
  }

  /** Spark's properties in the config map whose name begins so. */
  private String settings(String name) throws IOException {
    return server.objects("configmaps", NAMESPACE).stream()
        .filter(map -> map.at("/metadata/name").asText().startsWith(name))
        .map(map -> map.at("/data/spark.properties").asText())
        .findFirst()
        .orElseThrow();
  }

  private void assertWellFormedAndWithoutSecret() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (String kind : List.of("pods", "services", "configmaps")) {
      all.addAll(server.objects(kind, NAMESPACE));
    }
    assertEquals(4, all.size());
    assertWellFormedAndWithoutSecret(all);
  }

  private static void assertWellFormedAndWithoutSecret(List<JsonNode> objects) throws Exception {
    List<Path> files = new ArrayList<>();
    Path rendered = ServerProcess.folder("kubernetes-rendered");
    for (JsonNode object : objects) {
      assertFalse(object.toString().contains(PLANTED), object::toString);
      Path file = rendered.resolve(files.size() + ".json");
      new ObjectMapper().writeValue(file.toFile(), object);
      files.add(file);
    }
    assertEquals(List.of(), KubernetesSchemas.check(files).complaints());
  }

  private static void assertMemory(String expected, JsonNode container) {
    long megabytes = Long.parseLong(expected.replace("Gi", "")) * 1024;
    for (String kind : List.of("requests", "limits")) {
      assertEquals(megabytes + "Mi", container.at("/resources/" + kind + "/memory").asText());
    }
  }

  /** As the namespace's label asks (Pod Security Standards, restricted). */
  private static void assertRestricted(JsonNode pod) {
    assertTrue(pod.at("/spec/securityContext/runAsNonRoot").asBoolean());
    JsonNode security = pod.at("/spec/containers/0/securityContext");
    assertFalse(security.get("allowPrivilegeEscalation").asBoolean(true));
    assertEquals(List.of("ALL"), texts(security.at("/capabilities/drop")));
  }

  private static String variable(JsonNode container, String name) {
    for (JsonNode variable : container.get("env")) {
      if (variable.get("name").asText().equals(name)) {
        return variable.path("value").asText();
      }
    }
    return null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
