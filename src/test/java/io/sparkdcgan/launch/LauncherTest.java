package io.sparkdcgan.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      echo '{"command":"","status":"ok","exitCode":0,"seconds":1}'
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
  void aProjectThatIsBuiltAndASpark() throws Exception {
    home = folder.toRealPath().resolve("home of dcgan");
    jar = InstalledLauncher.in(home);
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
            "--conf",
            locale(words),
            "--master",
            "spark://host:1",
            "--conf",
            "a=b  c",
            jar.toString(),
            "train",
            "a b.conf",
            "--set",
            "x=1"),
        words.subList(0, 13));
    assertTrue(words.contains("OMP_NUM_THREADS="), "a cluster's threads are its own business");
    assertTrue(words.contains("MALLOC_MMAP_MAX_="), "executors get theirs from Spark");
  }

  @Test
  void aDriverInClusterModeIsSubmittedByALittleSparkOfThisMachineThatWaits() throws Exception {
    List<String> words =
        launch("train", "x.conf", "--", "--master", "spark://host:1", "--deploy-mode", "cluster");
    String submit = folder.resolve("spark/bin/spark-submit").toString();
    List<String> expected =
        new ArrayList<>(List.of("--class", "io.sparkdcgan.cli.ClusterSubmission"));
    expected.addAll(List.of("--master", "spark://host:1", "--deploy-mode", "cluster"));
    expected.addAll(List.of("--master", "local[1]", "--deploy-mode", "client"));
    expected.addAll(List.of("--driver-memory", "512m", jar.toString(), submit, jar.toString()));
    expected.addAll(List.of("spark://host:1", "--conf", locale(words)));
    expected.addAll(List.of("--master", "spark://host:1", "--deploy-mode", "cluster"));
    expected.addAll(List.of("--", "train", "x.conf"));
    assertEquals(expected, words.subList(0, expected.size()));
  }

  /** Which it is depends on this machine. */
  private static String locale(List<String> words) {
    return words.stream()
        .filter(word -> word.matches("(?i)spark.executorEnv.LC_ALL=.*[.]utf-?8"))
        .findFirst()
        .orElse("no locale");
  }

  @Test
  void yarnGetsOurLoggingUnlessTheUserShipsTheirs() throws Exception {
    Files.createDirectories(folder.resolve("spark/jars"));
    Files.createFile(folder.resolve("spark/jars/spark-yarn_2.12-3.5.7.jar"));
    Map<String, String> environment = Map.of("HADOOP_CONF_DIR", folder.toString());
    String shipped = "spark.yarn.dist.files=file:" + home + "/conf/log4j2.properties";
    assertTrue(launch(environment, "train", "x.conf", "--", "--master", "yarn").contains(shipped));
    assertFalse(
        launch(
                environment,
                "train",
                "x.conf",
                "--",
                "--master=yarn",
                "--conf",
                "spark.yarn.dist.files=mine")
            .contains(shipped));
  }

  @Test
  void yarnWithoutItsConfigurationOrItsJarsIsAMistakeThatEndsWithAResult() throws Exception {
    String[] words = {"train", "x.conf", "--", "--master", "yarn"};
    assertRefused(Map.of("HADOOP_CONF_DIR", "", "YARN_CONF_DIR", ""), "HADOOP_CONF_DIR", words);
    assertRefused(Map.of("HADOOP_CONF_DIR", "/etc/hadoop"), "has no YARN", words);
  }

  private void assertRefused(Map<String, String> environment, String why, String... words)
      throws Exception {
    Process process = start(home.resolve("submit/dcgan"), environment, words);
    List<String> lines = lines(process);
    assertEquals(78, process.waitFor());
    String result = lines.get(lines.size() - 1);
    assertTrue(result.contains("\"exitCode\":78") && result.contains(why), result);
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
    Path gpus = Files.copy(jar, home.resolve("target/spark-dcgan-1-job-cuda.jar"));
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
  void jarFromElsewhereServesWhereNothingWasBuilt() throws Exception {
    Path elsewhere = Files.move(jar, folder.resolve("dcgan.jar"));
    Files.delete(jar.getParent());
    for (String named : List.of(elsewhere.toString(), "local://" + elsewhere)) {
      assertInOrder(launch(Map.of("DCGAN_JAR", named), "status", "run"), named, "status", "run");
    }
  }

  @Test
  void wordsOfAnyLanguageArriveAsTheyAreWhateverTheLocale() throws Exception {
    String word = "M\u00fcll\u2603 \n\"$x' \ud83d\ude00";
    List<String> words = launch(Map.of("LC_ALL", "C"), "status", word, "");
    int status = words.indexOf("status");
    assertEquals(List.of(word.split("\n")), words.subList(status + 1, status + 3));
    assertEquals("", words.get(status + 3));
    assertTrue(
        launch(Map.of("LC_ALL", "", "LANG", ""), "status", word).contains("M\u00fcll\u2603 "));
  }

  @Test
  void aJavaThatThereIsNotOrThatIsNot17IsAMistakeThatEndsWithAResult() throws Exception {
    assertRefused(Map.of("JAVA_HOME", "/nowhere"), "there is no bin/java", "status", "run");
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/usr/bin/env bash\necho 'openjdk version \"11.0.2\"' >&2\n");
    assertTrue(java.toFile().setExecutable(true));
    Map<String, String> older = Map.of("JAVA_HOME", folder.resolve("jdk").toString());
    assertRefused(older, "Java 17 is needed, but " + java + " is 11.0.2", "status", "run");
    Files.writeString(folder.resolve("jdk/release"), "A=\"b\"\nJAVA_VERSION=\"25.0.1\"\n");
    assertRefused(older, "is 25.0.1: set JAVA_HOME", "status", "run");

    Path settings = Files.createDirectories(folder.resolve("spark/conf")).resolve("spark-env.sh");
    Files.writeString(settings, "JAVA_HOME=" + folder.resolve("jdk") + "\n");
    assertRefused(Map.of("JAVA_HOME", ""), "is 25.0.1: set JAVA_HOME", "status", "run");
    Files.writeString(settings, "false\n$UNKNOWN\n");
    assertInOrder(launch(Map.of("JAVA_HOME", ""), "status", "run"), jar.toString(), "status");
  }

  @Test
  void aJarWithoutTheLaunchingClassIsAMistakeThatEndsWithAResult() throws Exception {
    Files.write(jar, new byte[0]);
    assertRefused(Map.of(), "remove a jar that is damaged", "status", "run");
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
  void benchmarksAreBuiltAndAddedToTheJarsThatSparkIsGiven() throws Exception {
    Path source = home.resolve("src/bench/java/io/sparkdcgan/benchmark/Made.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "package io.sparkdcgan.benchmark; class Made {}");
    Path made = home.resolve("target/bench/spark-dcgan-bench.jar");

    List<String> words = launch("bench", "round", "--", "--jars", "a.jar,b.jar");
    assertEquals(made + ",a.jar,b.jar", words.get(words.lastIndexOf("--jars") + 1));
    FileTime first = Files.getLastModifiedTime(made);
    assertInOrder(launch("--debug", "bench", "import"), "--jars", made.toString());
    assertEquals(first, Files.getLastModifiedTime(made), "built once");

    Files.writeString(source, "package io.sparkdcgan.benchmark; class Made { does not compile }");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    Process broken = start(home.resolve("submit/dcgan"), Map.of(), "bench", "round");
    assertTrue(has(lines(broken), ".*\"exitCode\":78,.*the benchmarks cannot be built.*"));
    assertEquals(78, broken.waitFor());
    assertFalse(launch("train", "demo.conf").contains("--jars"));
  }

  @Test
  void theStepBenchmarkHasItsPeerBuiltOnceAndAgainWhenItsSourceChanges() throws Exception {
    Path source = home.resolve("src/bench/libtorch/pom.xml");
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    benchmarksAreBuilt();
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
    benchmarksAreBuilt();
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
    benchmarksAreBuilt();
    String path = maven() + ":" + System.getenv("PATH");
    List<String> words = launch(Map.of("PATH", path, "MAVEN_FAILS", "1"), "bench", "step");
    assertInOrder(words, jar.toString(), "bench", "step", "DCGAN_LIBTORCH=");
    assertEquals(1, built().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train a -- --conf spark.hadoop.fs.s3a.secret.key=PLANTED",
        "train a -- --conf=spark.hadoop.fs.s3a.access.key=PLANTED",
        "train a -- -c spark.hadoop.fs.s3a.session.token=PLANTED",
        "train a -- --conf spark.hadoop.fs.s3a.bucket.runs.secret.key=PLANTED",
        "train a -- --conf spark.authenticate.secret=PLANTED",
        "train a -- --conf spark.ssl.keyPassword=PLANTED",
        "train a -- --conf spark.ssl.ui.trustStorePassword=PLANTED",
        "train a -- --conf spark.executorEnv.AWS_SECRET_ACCESS_KEY=PLANTED",
        "train a -- --conf spark.kubernetes.authenticate.driver.oauthToken=PLANTED",
        "train a -- --conf spark.hadoop.fs.azure.account.key.a.blob.core.windows.net=PLANTED",
        "train a -- --driver-java-options -Dfs.s3a.secret.key=PLANTED",
        "train a -- --conf spark.driver.extraJavaOptions=-Djavax.net.ssl.keyStorePassword=PLANTED",
        "train a --set fs.s3a.secret.key=PLANTED",
        "train a --set=storage.passwd=PLANTED",
        "train a --to s3a://AKIA:PLANTED@bucket/run",
        "train a --to s3a://AKIA:PLA/NTED+PLANTED@bucket/run",
        "import faces:https://b.example/o.zip?X-Amz-Signature=PLANTED --to b",
        "import faces:https://b.example/o.zip?sv=1&sig=PLANTED --to b"
      })
  void aSecretOnTheCommandLineIsRefusedAndNotRepeated(String command) throws Exception {
    List<String> words = refused(command.split(" ", -1));
    assertFalse(has(words, ".*PLANTED.*"), words.toString());
    assertTrue(has(words, ".*\"exitCode\":78.*docs/SECURITY.md.*"), words.toString());
  }

  @Test
  void whereACredentialIsToBeFoundMayBeSaid() throws Exception {
    for (String property :
        List.of(
            "spark.hadoop.fs.s3a.aws.credentials.provider=com.amazonaws.auth.ProfileCredentialsProvider",
            "spark.hadoop.hadoop.security.credential.provider.path=jceks://hdfs@n/keys.jceks",
            "spark.authenticate.secret.file=/etc/secret",
            "spark.security.credentials.hadoopfs.enabled=true",
            "spark.kubernetes.driver.secretKeyRef.AWS_SECRET_ACCESS_KEY=s3:secret",
            "spark.kubernetes.executor.secrets.s3=/etc/s3",
            "spark.executorEnv.AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/token",
            "spark.io.encryption.keySizeBits=256",
            "spark.kerberos.keytab=" + Files.createFile(folder.resolve("dcgan.keytab")))) {
      assertTrue(
          launch("status", "hdfs://n:8020/a@b", "--", "--conf", property).contains(property));
    }
  }

  @Test
  void secretsInAFileStayOutOfTheDriversCommandLine() throws Exception {
    Path file = folder.resolve("spark.properties");
    Files.writeString(file, "spark.authenticate.secret x\nspark.hadoop.fs.s3a.secret.key PLANTED");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String options = "train a -- --master spark://host:1 --properties-file " + file;
    launch(options.split(" ", -1));
    List<String> words = refused((options + " --deploy-mode cluster").split(" ", -1));
    assertFalse(has(words, ".*PLANTED.*"), words.toString());
    assertTrue(has(words, ".*holds spark.hadoop.fs.s3a.secret.key, which.*"), words.toString());
  }

  private List<String> refused(String... arguments) throws Exception {
    Process process = start(home.resolve("submit/dcgan"), Map.of(), arguments);
    List<String> words = lines(process);
    assertEquals(78, process.waitFor(), words.toString());
    assertEquals(1, words.size(), "spark-submit was called: " + words);
    return words;
  }

  /** A Maven that only takes down how it was called, and the folder that it is in. */
  private Path maven() throws IOException {
    Path script = folder.resolve("maven/mvn");
    Files.createDirectories(script.getParent());
    Files.writeString(script, MAVEN.formatted(home));
    assertTrue(script.toFile().setExecutable(true));
    return script.getParent();
  }

  /** There is a jar of them, newer than all that it is made of. */
  private void benchmarksAreBuilt() throws IOException {
    Path made = home.resolve("target/bench/spark-dcgan-bench.jar");
    Files.createDirectories(made.getParent());
    Files.createFile(made);
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
    InstalledLauncher.executable(sparkHome.resolve("bin/spark-submit"), ECHO);
  }

  private static boolean has(List<String> words, String pattern) {
    return words.stream().anyMatch(word -> word.matches(pattern));
  }

  private static void assertInOrder(List<String> words, String... expected) {
    List<String> found = words.stream().filter(List.of(expected)::contains).toList();
    assertEquals(List.of(expected), found);
  }
}
