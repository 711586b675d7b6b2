package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What submit/dcgan hands to spark-submit, here a script that prints what it was called with. */
final class LauncherTest {
  private static final String ECHO =
      """
      #!/usr/bin/env bash
      printf '%s\\n' "$@"
      echo "OMP_NUM_THREADS=${OMP_NUM_THREADS:-}"
      echo "MALLOC_MMAP_MAX_=${MALLOC_MMAP_MAX_:-}"
      echo "SPARK_SUBMIT_OPTS=${SPARK_SUBMIT_OPTS:-}"
      echo "BACKEND_PRIORITY_CPU=${BACKEND_PRIORITY_CPU:-}"
      echo "DCGAN_LIBTORCH=${DCGAN_LIBTORCH:-}"
      echo "folder=$PWD"
      """;

  /** Builds the peer as far as the launcher looks at it, or does not. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo "mvn $*" >> "${BASH_SOURCE[0]}.log"
      [[ -z ${MAVEN_FAILS:-} ]] && mkdir -p "%s/target/libtorch"
      """;

  @TempDir private Path folder;
  private Path home;
  private Path jar;

  @BeforeEach
  void aProjectThatIsBuiltAndASpark() throws IOException {
    home = folder.toRealPath().resolve("home of dcgan");
    jar = home.resolve("target/spark-dcgan-1-job.jar");
    Files.createDirectories(home.resolve("submit"));
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    Files.copy(
        Path.of("submit/dcgan"), home.resolve("submit/dcgan"), StandardCopyOption.COPY_ATTRIBUTES);
    sparkSubmit(folder.resolve("spark"));
  }

  @Test
  void withoutAMasterTheMachineIsTheCluster() throws Exception {
    List<String> words = launch("train", "demo.conf");
    assertInOrder(words, "--master", "local[*]", jar.toString(), "train", "demo.conf");
    assertTrue(has(words, "OMP_NUM_THREADS=[1-9][0-9]*"));
    assertTrue(words.contains("MALLOC_MMAP_MAX_=0"), "memory is kept between operations");
    assertTrue(has(words, "spark.driver.memory=[0-9]+m"));
    assertTrue(
        has(
            words,
            "spark.driver.defaultJavaOptions=-XX:\\+UnlockDiagnosticVMOptions"
                + " -XX:\\+IgnoreUnrecognizedVMOptions"
                + " -XX:GCLockerRetryAllocationCount=1000 -Dorg.bytedeco.javacpp.maxbytes=[0-9]+m"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes=[0-9]+m"));
  }

  @Test
  void whatFollowsTwoDashesGoesToSparkUntouched() throws Exception {
    List<String> words =
        launch(
            "train",
            "a b.conf",
            "--set",
            "x=1",
            "--",
            "--master",
            "spark://host:1",
            "--conf",
            "a=b  c");
    assertEquals(
        List.of(
            "--class",
            "io.sparkdcgan.cli.Main",
            "--master",
            "spark://host:1",
            "--conf",
            "a=b  c",
            jar.toString(),
            "train",
            "a b.conf",
            "--set",
            "x=1"),
        words.subList(0, 11));
    assertTrue(words.contains("OMP_NUM_THREADS="), "a cluster's threads are its own business");
    assertTrue(words.contains("MALLOC_MMAP_MAX_="), "executors get theirs from Spark");
  }

  @Test
  void theUsersOwnMemoryAndThreadsStand() throws Exception {
    Path properties = folder.resolve("spark.properties");
    Files.writeString(properties, "spark.master  local[3]\nspark.driver.memory=600m\n");
    List<String> words =
        launch(
            Map.of("OMP_NUM_THREADS", "7", "MALLOC_MMAP_MAX_", "5"),
            "status",
            "run",
            "--",
            "--properties-file=" + properties,
            "--conf=spark.driver.defaultJavaOptions=-Dx=y");
    assertFalse(words.contains("--master"));
    assertFalse(has(words, "spark.driver.memory=.*"));
    assertFalse(has(words, ".*maxbytes.*"));
    assertTrue(words.contains("OMP_NUM_THREADS=7"));
    assertTrue(words.contains("MALLOC_MMAP_MAX_=5"));
  }

  @Test
  void jarForGpusIsTakenByNameOnlyAndItsDriverComputesOnTheCpu() throws Exception {
    Path gpus = Files.createFile(home.resolve("target/spark-dcgan-1-job-cuda.jar"));
    List<String> onCluster = List.of("status", "run", "--", "--master", "spark://host:1");
    List<String> words = launch(Map.of("DCGAN_BACKEND", "cuda"), onCluster.toArray(String[]::new));
    assertTrue(words.contains(gpus.toString()), words.toString());
    assertTrue(words.contains("BACKEND_PRIORITY_CPU=200"));
    assertTrue(
        launch(Map.of("DCGAN_BACKEND", "cuda"), "status", "run").contains("BACKEND_PRIORITY_CPU="),
        "on one machine the driver's arithmetic is all there is");
    List<String> without = launch(onCluster.toArray(String[]::new));
    assertTrue(without.contains(jar.toString()), without.toString());
    assertTrue(without.contains("BACKEND_PRIORITY_CPU="));
  }

  @Test
  void backendThatThereIsNotIsAMistake() throws Exception {
    Process process =
        start(home.resolve("submit/dcgan"), Map.of("DCGAN_BACKEND", "rocm"), "status", "run");
    List<String> words = lines(process);
    assertEquals(78, process.waitFor());
    assertTrue(words.get(0).contains("DCGAN_BACKEND must be cpu or cuda, but is rocm"));
  }

  @Test
  void logsAreOursUnlessTheUserSetTheirs() throws Exception {
    assertTrue(
        has(
            launch("status", "run"),
            ".*\"-Dlog4j2.configurationFile=" + home + "/conf/log4j2.properties\""));
    assertTrue(
        launch(Map.of("SPARK_SUBMIT_OPTS", "-Dlog4j2.configurationFile=mine"), "status", "run")
            .contains("SPARK_SUBMIT_OPTS=-Dlog4j2.configurationFile=mine"));
  }

  @Test
  void itRunsWhereItIsCalledFromAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("dcgan"), home.resolve("submit/dcgan"));
    List<String> words = lines(start(link, Map.of(), "status", "run"));
    assertTrue(words.contains(jar.toString()));
    assertTrue(words.contains("folder=" + folder.toRealPath()));
  }

  @Test
  void aSparkOnThePathServesWhereSparkHomeIsNotSet() throws Exception {
    String path = folder.resolve("spark/bin") + ":" + System.getenv("PATH");
    List<String> words = launch(Map.of("SPARK_HOME", "", "PATH", path), "status", "run");
    assertInOrder(words, "io.sparkdcgan.cli.Main", jar.toString(), "status", "run");
  }

  @Test
  void aSparkHomeWithoutSparkIsAMistakeThatEndsWithAResult() throws Exception {
    Process process =
        start(home.resolve("submit/dcgan"), Map.of("SPARK_HOME", "/nowhere"), "status", "run");
    List<String> words = lines(process);
    assertEquals(78, process.waitFor());
    assertTrue(words.get(words.size() - 1).contains("\"exitCode\":78"), words.toString());
  }

  @Test
  void theStepBenchmarkHasItsPeerBuiltOnceAndAgainWhenItsSourceChanges() throws Exception {
    Path source = home.resolve("src/bench/libtorch/pom.xml");
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    Map<String, String> maven = Map.of("PATH", maven() + ":" + System.getenv("PATH"));
    String peer = "DCGAN_LIBTORCH=" + home.resolve("target/libtorch");
    assertTrue(launch(maven, "bench", "step", "--batch", "4").contains(peer));
    assertTrue(launch(maven, "--debug", "bench", "step").contains(peer));
    assertEquals(List.of("mvn -B -ntp -q -Dstyle.color=never -f " + source + " compile"), built());
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    launch(maven, "bench", "step");
    assertEquals(2, built().size());
  }

  @Test
  void noOtherCommandAndNoBenchmarkWithoutLibtorchHasThePeerBuilt() throws Exception {
    Map<String, String> maven = Map.of("PATH", maven() + ":" + System.getenv("PATH"));
    for (String command :
        List.of(
            "bench step --no-peers",
            "bench step --peers stock-dl4j",
            "bench step --peers=stock-dl4j",
            "bench step --help",
            "bench round",
            "sample step --to bench")) {
      assertTrue(launch(maven, command.split(" ", -1)).contains("DCGAN_LIBTORCH="), command);
    }
    assertEquals(List.of(), built());
  }

  @Test
  void withoutThePeerTheBenchmarkGoesOn() throws Exception {
    String path = maven() + ":" + System.getenv("PATH");
    List<String> words = launch(Map.of("PATH", path, "MAVEN_FAILS", "1"), "bench", "step");
    assertInOrder(words, jar.toString(), "bench", "step", "DCGAN_LIBTORCH=");
    assertEquals(1, built().size());
  }

  /** A Maven that only takes down how it was called, and the folder that it is in. */
  private Path maven() throws IOException {
    Path script = folder.resolve("maven/mvn");
    Files.createDirectories(script.getParent());
    Files.writeString(script, MAVEN.formatted(home));
    assertTrue(script.toFile().setExecutable(true));
    return script.getParent();
  }

  private List<String> built() throws IOException {
    Path log = folder.resolve("maven/mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private List<String> launch(String... arguments) throws Exception {
    return launch(Map.of(), arguments);
  }

  private List<String> launch(Map<String, String> environment, String... arguments)
      throws Exception {
    Process process = start(home.resolve("submit/dcgan"), environment, arguments);
    List<String> words = lines(process);
    assertEquals(0, process.waitFor());
    return words;
  }

  private Process start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().remove("OMP_NUM_THREADS");
    builder.environment().remove("DCGAN_LIBTORCH");
    builder.environment().remove("DCGAN_BACKEND");
    builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> lines(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static void sparkSubmit(Path sparkHome) throws IOException {
    Path script = sparkHome.resolve("bin/spark-submit");
    Files.createDirectories(script.getParent());
    Files.writeString(script, ECHO);
    assertTrue(script.toFile().setExecutable(true));
  }

  private static boolean has(List<String> words, String pattern) {
    return words.stream().anyMatch(word -> word.matches(pattern));
  }

  private static void assertInOrder(List<String> words, String... expected) {
    List<String> found = words.stream().filter(List.of(expected)::contains).toList();
    assertEquals(List.of(expected), found);
  }
}
