package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code submit/kubernetes} holds, against Kubernetes' schemas and against the rest of us. */
@Tag("kubernetes")
final class ManifestsIT {
  private static final Path FOLDER = Path.of("submit", "kubernetes");

  @TempDir private Path folder;

  @BeforeAll
  static void installSchemas() throws Exception {
    KubernetesSchemas.install();
  }

  @Test
  void everyManifestIsWellFormed() throws Exception {
    KubernetesSchemas.Verdict verdict = KubernetesSchemas.check(manifests());
    assertEquals(List.of(), verdict.complaints());
    assertEquals(
        List.of(
            "CronJob",
            "Namespace",
            "NetworkPolicy",
            "Pod",
            "Pod",
            "Pod",
            "ResourceQuota",
            "Role",
            "Role",
            "RoleBinding",
            "ServiceAccount"),
        verdict.documents().stream().map(one -> one.get("kind").asText()).sorted().toList());
  }

  /** A name that is mistyped, a value of another type, a kind that this version does not have. */
  @ParameterizedTest
  @CsvSource({
    "driver-pod.yaml, terminationGracePeriodSeconds, terminationGraceSeconds",
    "executor-pod.yaml, maxSkew: 1, maxSkew: one",
    "nightly.yaml, batch/v1, batch/v2",
    "access.yaml, roleRef, role"
  })
  void wrongManifestIsNoticed(String name, String right, String wrong) throws Exception {
    String text = Files.readString(FOLDER.resolve(name));
    assertTrue(text.contains(right));
    Path spoiled = Files.writeString(folder.resolve(name), text.replace(right, wrong));
    assertFalse(KubernetesSchemas.check(List.of(spoiled)).complaints().isEmpty());
  }

  @Test
  void driverHasLongerThanTheGracePeriodThatItPromisesToNeed() throws Exception {
    int needed = ConfigFactory.parseResources("reference.conf").getInt("run.grace-seconds");
    for (JsonNode pod : List.of(document("driver-pod.yaml"), nightlyPod())) {
      int given = pod.at("/spec/terminationGracePeriodSeconds").asInt();
      assertTrue(given >= needed + 10, "%s s are given, %s needed".formatted(given, needed));
    }
  }

  @Test
  void nightlyJobRetriesWhatARetryHelps() throws Exception {
    JsonNode rules = nightly().at("/spec/jobTemplate/spec/podFailurePolicy/rules");
    assertEquals("FailJob", rules.at("/0/action").asText());
    TreeSet<Integer> given = new TreeSet<>();
    rules.at("/0/onExitCodes/values").forEach(value -> given.add(value.asInt()));
    assertEquals(
        Arrays.stream(ExitCode.values())
            .filter(code -> code != ExitCode.OK && !code.retryable())
            .map(ExitCode::number)
            .collect(Collectors.toCollection(TreeSet::new)),
        given);
    assertEquals(ExitCode.PREEMPTED.number(), rules.at("/1/onExitCodes/values/0").asInt());
  }

  @Test
  void nightlyJobsPodIsWhatSparkWouldMakeOfTheDriver() throws Exception {
    Properties spark = properties();
    JsonNode driver = nightlyPod().at("/spec/containers/0");
    int gigabytes = gigabytes(spark, "spark.driver.memory", "spark.driver.memoryOverhead");
    assertEquals(gigabytes + "Gi", driver.at("/resources/limits/memory").asText());
    assertEquals(gigabytes + "Gi", driver.at("/resources/requests/memory").asText());
    assertEquals(spark.get("spark.driver.cores"), driver.at("/resources/requests/cpu").asText());
    assertEquals(spark.get("spark.kubernetes.container.image"), driver.get("image").asText());
    String prefix = "spark.kubernetes.driverEnv.";
    assertEquals(
        spark.stringPropertyNames().stream()
            .filter(key -> key.startsWith(prefix))
            .map(key -> key.substring(prefix.length()) + "=" + spark.getProperty(key))
            .collect(Collectors.toSet()),
        StreamSupport.stream(driver.get("env").spliterator(), false)
            .filter(variable -> variable.has("value"))
            .map(one -> one.get("name").asText() + "=" + one.get("value").asText())
            .collect(Collectors.toSet()));
    JsonNode template = document("driver-pod.yaml");
    assertEquals(template.at("/spec/securityContext"), nightlyPod().at("/spec/securityContext"));
    assertEquals(template.at("/spec/volumes"), nightlyPod().at("/spec/volumes"));
    for (String field : List.of("securityContext", "volumeMounts", "envFrom")) {
      assertEquals(template.at("/spec/containers/0/" + field), driver.get(field));
    }
  }

  /** Each source is there, once where it gets another name, and not kept from the build. */
  @Test
  void dockerfileCopiesWhatTheBuildLeaves() throws Exception {
    List<PathMatcher> let =
        Files.readAllLines(FOLDER.resolve("Dockerfile.dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line.substring(1)))
            .toList();
    List<String> sources =
        Files.readAllLines(FOLDER.resolve("Dockerfile")).stream()
            .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
            .flatMap(line -> Stream.of(line.split(" ")).skip(1))
            .filter(word -> !word.startsWith("--") && !word.startsWith("/opt/"))
            .toList();
    assertEquals(5, sources.size());
    for (String source : sources) {
      Path pattern = Path.of(source);
      Path parent = pattern.getParent() == null ? Path.of("") : pattern.getParent();
      try (var files = Files.newDirectoryStream(parent, pattern.getFileName().toString())) {
        List<Path> found = StreamSupport.stream(files.spliterator(), false).toList();
        assertEquals(1, found.size(), source);
        assertTrue(let.stream().anyMatch(one -> one.matches(found.get(0))), source);
      }
    }
  }

  private static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static JsonNode document(String name) throws IOException, InterruptedException {
    return KubernetesSchemas.check(List.of(FOLDER.resolve(name))).documents().get(0);
  }

  private static JsonNode nightly() throws IOException, InterruptedException {
    return document("nightly.yaml");
  }

  private static JsonNode nightlyPod() throws IOException, InterruptedException {
    return nightly().at("/spec/jobTemplate/spec/template");
  }

  private static Properties properties() throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("conf/spark-kubernetes.properties"))) {
      properties.load(reader);
    }
    return properties;
  }

  private static int gigabytes(Properties spark, String... keys) {
    return Stream.of(keys)
        .map(spark::getProperty)
        .mapToInt(value -> Integer.parseInt(value.replace("g", "")))
        .sum();
  }
}
