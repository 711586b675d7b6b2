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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided about a command line; that submit/dcgan does it is in LauncherTest. */
final class LaunchTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties =
      new HashMap<>(
          Map.of("user.name", "u", "user.home", "/", "java.io.tmpdir", tmpdir(), "x", "y"));
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
    List<String> answer = answer("status", "", "--", "--master", "spark://h:1", "--name", "");
    int empty = answer.indexOf("");
    assertTrue(answer.subList(0, empty).stream().allMatch(piece -> piece.contains("=")));
    assertEquals(
        List.of(
            "/spark/bin/spark-submit",
            "--class",
            "io.sparkdcgan.cli.Main",
            "--master",
            "spark://h:1",
            "--name",
            "",
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
  @ValueSource(
      strings = {
        "hdfs://n:8020/a@b",
        "s3a://bucket/a:b@c",
        "a@b",
        "x?significant=1",
        "hdfs:///data/token=3/part",
        "--to=/data/my-secret=a/password=b"
      })
  void aURIWithoutASecretMayBeSaid(String word) {
    assertTrue(answer("status", word).contains(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--master foo",
        "--master local[x]",
        "--master local[0]",
        "--master local[2",
        "--master spark://",
        "--master spark://h",
        "--master spark://h:0",
        "--master spark://h:70000",
        "--master spark://h:1,g",
        "--master k8s://",
        "--master yarn-client",
        "--master mesos://h:5050",
        "--master=",
        "--conf spark.master=LOCAL",
        "--deploy-mode server",
        "--deploy-mode cluster",
        "--foo",
        "--foo=1",
        "foo",
        "--conf",
        "--conf spark.x",
        "--conf =1",
        "--master",
        "--executor-cores two",
        "--driver-memory 1m",
        "--driver-memory 300m",
        "--driver-memory 4096",
        "--driver-memory 4q",
        "--driver-memory -1g",
        "--conf spark.driver.memory=lots",
        "--driver-java-options -Xmx9g",
        "--conf spark.driver.extraJavaOptions=-Xmx9g",
        "--class com.example.Other",
        "--remote sc://h",
        "--help",
        "-h",
        "--version",
        "--status driver-1",
        "--kill=driver-1",
        "--properties-file /nowhere",
        "--properties-file /",
        "--driver-java-options -Djava.io.tmpdir=/nowhere",
        "--conf spark.local.dir=/proc/nowhere",
        "--conf spark.eventLog.enabled=true --conf spark.eventLog.dir=file:///nowhere",
        "--conf spark.eventLog.enabled=TRUE --conf spark.eventLog.dir=/nowhere"
      })
  void whatSparkWouldEndAtIsRefusedInASentence(String options) {
    List<String> words = new ArrayList<>(List.of("train", "x", "--"));
    words.addAll(List.of(options.split(" ")));
    String sentence = refused(ExitCode.CONFIGURATION, words.toArray(String[]::new));
    assertTrue(sentence.matches(".*, .*: .*"), sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "local[3]",
        "local[*,4]",
        "local-cluster[2, 1,1024]",
        "spark://h:7077",
        "spark://h:7077,g.example.com:7078",
        "spark://[::1]:7077",
        "k8s://https://10.0.0.1:6443",
        "k8s://https://api.example.com/k8s/clusters/c-1",
        "k8s://h"
      })
  void whatSparkTakesForAMasterIsHandedOn(String master) {
    assertTrue(answer("train", "x", "--", "--master", master).contains(master));
  }

  @Test
  void blanksAndCapitalsOfADeployModeAreCorrected() throws IOException {
    Path file = folder.resolve("p");
    Files.writeString(file, "spark.master spark://h:1 \r\nspark.submit.deployMode Cluster  \r\n");
    String inFile = "--properties-file " + file;
    for (String options :
        List.of(
            "--master spark://h:1 --deploy-mode CLUSTER",
            "--master spark://h:1 --conf spark.submit.deployMode=cluster_",
            "--master _spark://h:1 --conf=spark.submit.deployMode=_cluster",
            inFile)) {
      List<String> words = new ArrayList<>(List.of("train", "x", "--"));
      Stream.of(options.split(" ")).map(word -> word.replace('_', ' ')).forEach(words::add);
      List<String> answer = answer(words.toArray(String[]::new));
      assertTrue(answer.contains("io.sparkdcgan.cli.ClusterSubmission"), answer.toString());
      int end = answer.lastIndexOf("--");
      assertEquals(List.of("--deploy-mode", "cluster"), answer.subList(end - 2, end), options);
    }
    Files.writeString(file, "spark.master local[2]\r\nspark.driver.memory 1g\r\n");
    List<String> answer = answer("train", "x", "--", "--properties-file", file.toString());
    assertEquals(
        List.of(file.toString(), "/the.jar"), answer.subList(answer.size() - 4, answer.size() - 2));
    Files.writeString(file, "\ufeffspark.master local[2]\n");
    assertTrue(
        refused(ExitCode.CONFIGURATION, "train", "x", "--", "--properties-file", file.toString())
            .contains("byte order mark"));
  }

  @Test
  void aSparkOfAnotherLineIsRefused() throws IOException {
    environment.put("SPARK_HOME", folder.toString());
    for (String release :
        List.of("Spark 2.4.8 built for Hadoop 2.7", "Spark 3.3.1 (git)", "Spark 4.0")) {
      Files.writeString(folder.resolve("RELEASE"), release);
      assertTrue(refused(ExitCode.CONFIGURATION, "status", "x").contains("3.5 for Scala 2.12"));
    }
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Path jar = Files.createFile(jars.resolve("spark-core_2.12-3.5.1-amzn-0.jar"));
    answer("status", "x");
    Files.move(jar, jars.resolve("spark-core_2.13-3.5.7.jar"));
    assertTrue(refused(ExitCode.CONFIGURATION, "status", "x").contains("is 3.5 for Scala 2.13"));
    Files.move(
        jars.resolve("spark-core_2.13-3.5.7.jar"), jars.resolve("spark-core_2.13-4.0.0.jar"));
    assertTrue(refused(ExitCode.CONFIGURATION, "status", "x").contains("is 4.0 for Scala 2.13"));
  }

  @Test
  void aSparkOfPythonsIsFoundBesideItsScripts() throws IOException {
    Path jars = folder.resolve("lib/python3.11/site-packages/pyspark/jars");
    Files.createDirectories(jars);
    Machine machine =
        new Machine(
            "/home",
            folder.resolve("bin/spark-submit").toString(),
            "",
            environment,
            properties,
            1,
            1);
    assertEquals(jars.getParent(), machine.sparkHome());
  }

  @Test
  void aSchedulerMayNameOurProgram() {
    List<String> expected = answer("train", "x", "--", "--name", "n");
    String main = "io.sparkdcgan.cli.Main";
    assertEquals(expected, answer("train", "x", "--", "--class", main, "--name", "n"));
    assertEquals(expected, answer("train", "x", "--", "--name", "n", "--class=" + main));
  }

  @Test
  void threadsOfALoopWithinALoopAreNotOurs() {
    environment.put("OMP_NUM_THREADS", " 4,2");
    assertEquals("OMP_NUM_THREADS=4", answer("train", "x").get(0));
    for (String rubbish : List.of("rubbish", "0", "-1", ",4", "1.5")) {
      environment.put("OMP_NUM_THREADS", rubbish);
      assertTrue(refused(ExitCode.CONFIGURATION, "train", "x").contains(" is " + rubbish));
    }
  }

  @Test
  void aUserWithoutANameIsRefusedUnlessAKeytabHasOne() throws IOException {
    properties.put("user.name", "?");
    assertTrue(refused(ExitCode.CONFIGURATION, "status", "x").contains("/etc/passwd"));
    answer("status", "x", "--", "--keytab", Files.createFile(folder.resolve("k")).toString());
  }

  @Test
  void machinesOfAClusterGetALocaleThatHoldsAnyNameUnlessTheUserSaysOne() {
    environment.put("DCGAN_LOCALE", "C.UTF-8");
    String ours = "spark.executorEnv.LC_ALL=C.UTF-8";
    assertFalse(answer("train", "x").contains(ours));
    assertTrue(answer("train", "x", "--", "--master", "spark://h:1").contains(ours));
    List<String> cluster =
        answer("train", "x", "--", "--master", "k8s://h", "--deploy-mode", "cluster");
    assertTrue(cluster.contains("spark.kubernetes.driverEnv.LC_ALL=C.UTF-8"), cluster.toString());
    String users = "spark.executorEnv.LANG=de_DE.UTF-8";
    assertFalse(answer("train", "x", "--", "--master", "k8s://h", "--conf", users).contains(ours));
  }

  @Test
  void whatSparkHasToFetchMakesAnEarlyEndWorthARetry() {
    for (String options : List.of("", "--jars /a.jar", "--name a")) {
      assertEquals(ExitCode.CONFIGURATION, unbegun(options).code(), options);
    }
    for (String options :
        List.of("--packages a:b:1", "--jars hdfs://n/a.jar", "--principal dcgan@EXAMPLE.COM")) {
      assertEquals(ExitCode.UNAVAILABLE, unbegun(options).code(), options);
    }
    environment.put("DCGAN_JAR", "s3a://bucket/dcgan.jar");
    assertEquals(ExitCode.UNAVAILABLE, unbegun("").code());
  }

  private Failure unbegun(String options) {
    List<String> words = new ArrayList<>(List.of("train", "x", "--"));
    Stream.of(options.split(" ")).filter(word -> !word.isEmpty()).forEach(words::add);
    return Launch.of(machine(), words).unbegun();
  }

  @Test
  void aHomeWithoutANameIsNoPlaceForNativeLibraries() {
    properties.put("user.home", "?");
    String options =
        answer("train", "x").stream()
            .filter(word -> word.startsWith("SPARK_SUBMIT"))
            .findFirst()
            .get();
    assertTrue(options.contains("-Dorg.bytedeco.javacpp.cachedir=" + tmpdir()), options);
  }

  private static String tmpdir() {
    return System.getProperty("java.io.tmpdir");
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
    return new Machine(
        "/home", "/spark/bin/spark-submit", "/the.jar", environment, properties, 6, memoryMb);
  }
}
