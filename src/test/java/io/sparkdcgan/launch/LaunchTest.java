package io.sparkdcgan.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided about a command line; that submit/dcgan does it is in LauncherTest. */
final class LaunchTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private long memoryMb = 16_384;

  @Test
  void aLocalRunTakesAQuarterOfTheMemoryForTheHeapAndHalfForArrays() {
    List<String> answer = answer("train", "x.conf");
    assertEquals("OMP_NUM_THREADS=6", answer.get(0));
    assertTrue(answer.contains("spark.driver.memory=4096m"), answer.toString());
    String options =
        answer.stream().filter(word -> word.startsWith("spark.driver.default")).findFirst().get();
    assertTrue(options.endsWith("maxbytes=8192m -Dorg.bytedeco.javacpp.maxphysicalbytes=13312m"));
    memoryMb = 1500;
    assertTrue(answer("train", "x.conf").contains("spark.driver.memory=1024m"));
    memoryMb = 1 << 20;
    assertTrue(answer("train", "x.conf").contains("spark.driver.memory=8192m"));
  }

  @Test
  void theWordsFollowTheVariablesAndAnEmptyPiece() {
    List<String> answer = answer("status", "", "--", "--master", "spark://h:1", "", "--");
    int empty = answer.indexOf("");
    assertTrue(answer.subList(0, empty).stream().allMatch(piece -> piece.contains("=")));
    assertEquals(
        List.of(
            "/spark/bin/spark-submit",
            "--class",
            "io.sparkdcgan.cli.Main",
            "--master",
            "spark://h:1",
            "",
            "--",
            "/the.jar",
            "status",
            ""),
        answer.subList(empty + 1, answer.size()));
  }

  @Test
  void anOptionIsFoundInEachFormAndTheLastCounts() throws IOException {
    Path file = folder.resolve("p");
    Files.writeString(file, "# spark.master no\nspark.master : yarn \\\n  \nspark.x=a=b\n");
    Machine machine = machine();
    SparkOptions options =
        new SparkOptions(
            machine,
            List.of("--properties-file", file.toString(), "-c", "spark.y=1", "--conf=spark.y=2"));
    assertEquals("yarn", options.property("spark.master", "--master"));
    assertEquals("a=b", options.property("spark.x"));
    assertEquals("2", options.property("spark.y"));
    assertEquals("", options.property("spark.z"));
    List<String> words = List.of("--conf", "spark.master=a", "--master=b", "--name");
    assertEquals("b", new SparkOptions(machine, words).property("spark.master", "--master"));
  }

  @Test
  void sparksOwnFileOfPropertiesIsReadWhereItLies() throws IOException {
    environment.put("SPARK_HOME", folder.toString());
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/spark-defaults.conf"), "spark.master spark://a:1\n");
    assertFalse(answer("train", "x").contains("--master"));
    environment.put("SPARK_CONF_DIR", folder.toString());
    assertTrue(answer("train", "x").contains("--master"));
    Files.writeString(folder.resolve("spark-defaults.conf"), "spark.x=\\u12\n");
    assertTrue(refused(ExitCode.CONFIGURATION, "train", "x").contains("spark-defaults.conf"));
  }

  @Test
  void loggingIsTheUsersWhereTheirConfigurationHasIt() throws IOException {
    environment.put("SPARK_CONF_DIR", folder.toString());
    assertTrue(answer("train", "x").stream().anyMatch(word -> word.startsWith("SPARK_SUBMIT")));
    Files.createFile(folder.resolve("log4j2.properties"));
    assertFalse(answer("train", "x").stream().anyMatch(word -> word.startsWith("SPARK_SUBMIT")));
  }

  @Test
  void aJarOfEveryMachineIsTheDriversAndOursSendsItOff() {
    environment.put("DCGAN_JAR", "hdfs://n/x.jar");
    List<String> answer =
        answer("train", "x", "--", "--deploy-mode=cluster", "--master", "k8s://h");
    assertTrue(answer.indexOf("/the.jar") < answer.indexOf("hdfs://n/x.jar"));
    assertEquals("k8s://h", answer.get(answer.indexOf("hdfs://n/x.jar") + 1));
  }

  @Test
  void aCommandWithoutSparkRunsHereInClusterModeToo() {
    String[] there = {"--", "--master", "yarn", "--deploy-mode", "cluster", "--driver-memory=4g"};
    environment.put("HADOOP_CONF_DIR", "/etc/hadoop");
    environment.put("SPARK_HOME", yarn().toString());
    for (String command : List.of("export", "publish", "--debug status")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of(there));
      List<String> answer = answer(words.toArray(String[]::new));
      assertTrue(answer.contains("io.sparkdcgan.cli.Main"), answer.toString());
      assertTrue(answer.contains("--driver-memory=4g"), "memory is what the user gave it");
      int jar = answer.indexOf("/the.jar");
      assertEquals(
          List.of("--master", "local[1]", "--deploy-mode", "client"), answer.subList(jar - 4, jar));
    }
  }

  private Path yarn() {
    try {
      Files.createDirectories(folder.resolve("jars"));
      Files.createFile(folder.resolve("jars/spark-yarn_2.12-3.5.7.jar"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theJarOfBenchmarksComesBesidesTheUsers() {
    environment.put("DCGAN_BENCH_JAR", "/bench.jar");
    List<String> answer = answer("bench", "step");
    assertEquals("/bench.jar", answer.get(answer.lastIndexOf("--jars") + 1));
    answer = answer("bench", "step", "--", "--conf", "spark.jars=a.jar,b.jar");
    assertEquals("/bench.jar,a.jar,b.jar", answer.get(answer.lastIndexOf("--jars") + 1));
  }

  @Test
  void aKeytabThatCannotBeReadIsRefused() throws IOException {
    assertEquals(
        "the keytab /no.keytab cannot be read: correct --keytab, or who may read it",
        refused(ExitCode.PERMISSION, "train", "x", "--", "--keytab", "file:///no.keytab"));
    Path keytab = Files.createFile(folder.resolve("k"));
    answer("train", "x", "--", "--keytab", keytab.toString());
    answer("train", "x", "--", "--keytab", "local:/no.keytab");
  }

  @Test
  void aFileOfSecretsThatOthersReadIsNamed() throws IOException {
    Path file = folder.resolve("p");
    Files.writeString(file, "spark.authenticate.secret x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    String[] words = {"train", "x", "--", "--properties-file", file.toString()};
    assertEquals(
        List.of(
            "%s holds spark.authenticate.secret and others may read it: chmod 600 %s"
                .formatted(file, file)),
        Launch.of(machine(), List.of(words)).notes());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertEquals(List.of(), Launch.of(machine(), List.of(words)).notes());
  }

  @ParameterizedTest
  @CsvSource({
    "spark.hadoop.fs.s3a.secret.key, true",
    "aws.accessKeyId, true",
    "aws_access_key_id, true",
    "spark.kubernetes.kerberos.tokenSecret.name, false",
    "spark.kubernetes.driver.secretKeyRef.AWS_SECRET_ACCESS_KEY, false",
    "spark.kubernetes.authenticate.driver.oauthToken, true",
    "spark.kubernetes.authenticate.driver.oauthTokenFile, false",
    "spark.redaction.regex, false",
    "spark.io.encryption.keySizeBits, false",
    "network.preset, false"
  })
  void aNameSaysWhetherItHoldsASecret(String name, boolean secret) {
    assertEquals(secret, Secrets.isSecret(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://n:8020/a@b", "s3a://bucket/a:b@c", "a@b", "x?significant=1"})
  void aURIWithoutAUserMayBeSaid(String word) {
    assertTrue(answer("status", word).contains(word));
  }

  private String refused(ExitCode code, String... words) {
    Failure failure = assertThrows(Failure.class, () -> Launch.of(machine(), List.of(words)));
    assertEquals(code, failure.code());
    return failure.getMessage();
  }

  private List<String> answer(String... words) {
    return new ArrayList<>(Launch.of(machine(), List.of(words)).answer());
  }

  private Machine machine() {
    return new Machine("/home", "/spark/bin/spark-submit", "/the.jar", environment, 6, memoryMb);
  }
}
