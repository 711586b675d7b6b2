package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred command lines and environments with one or two mistakes each: every one ends with a
 * code of the contract, none with a bug, and with a JSON line whose code is the process's.
 */
@Tag("faults")
final class MutatedCommandLinesIT {
  private static final int TRIALS = 200;
  private static final long SEED = Long.getLong("dcgan.seed", 17);
  private static final int AT_ONCE = 2;

  private static final Set<Integer> CODES =
      Arrays.stream(ExitCode.values()).map(ExitCode::number).collect(Collectors.toSet());

  private static final List<String> COMMANDS =
      List.of(
          "status ${F}/none",
          "status ${F}/none",
          "status ${F}/none",
          "verify ${F}/B\u00e4ume",
          "report ${F}/none",
          "--help",
          "",
          "stat",
          "status",
          "train",
          "status ${F}/none --set x",
          "publish ${F}/none --to /proc/none",
          "status s3a://AKIA:/secret@bucket/run",
          "status ${F}/token=3/run",
          "train x.conf --set a.password=/secret");

  /** Options for spark-submit; {@code ${F}} is the test's folder, and a blank ends a word. */
  private static final List<String> OPTIONS =
      List.of(
          "--master foo",
          "--master local[x]",
          "--master local[0]",
          "--master spark://",
          "--master spark://h:99999",
          "--master mesos://h:1",
          "--master yarn",
          "--master YARN",
          "--master k8s://",
          "--master",
          "--master=",
          "--deploy-mode",
          "--deploy-mode cluster",
          "--deploy-mode Client",
          "--deploy-mode server",
          "--deplay-mode client",
          "--conf",
          "--conf x",
          "--conf spark.master",
          "--conf spark.submit.deployMode=cluster\u00a0",
          "--conf spark.hadoop.fs.s3a.secret.key=/abcdefgh",
          "--conf spark.driver.memory=1m",
          "--conf spark.driver.extraJavaOptions=-Xmx1g",
          "--conf spark.driver.extraJavaOptions=-Djava.io.tmpdir=${F}/none",
          "--driver-memory 1m",
          "--driver-memory 1",
          "--driver-memory 2x",
          "--driver-memory 700m",
          "--driver-java-options -Dx.token=/abc",
          "--driver-cores many",
          "--num-executors -1",
          "--properties-file ${F}/none",
          "--properties-file ${F}",
          "--properties-file ${F}/crlf.properties",
          "--properties-file ${F}/mark.properties",
          "--properties-file ${F}/broken.properties",
          "--properties-file",
          "--keytab ${F}/none",
          "--keytab ${F}/crlf.properties --proxy-user x",
          "--class com.example.Other",
          "--help",
          "--version",
          "--usage-error",
          "--kill driver-1",
          "--status driver-1",
          "--remote sc://h",
          "--foo",
          "--foo=1",
          "foo.jar",
          "--jars ${F}/none.jar",
          "--verbose",
          "--name n",
          "--master local[2]",
          "--class io.sparkdcgan.cli.Main",
          "--conf spark.ui.enabled=false",
          "--\n",
          "\u001b[31m",
          "--name \u00e4\u2028\ud83d\ude00");

  private static final List<String> ENVIRONMENTS =
      List.of(
          "JAVA_HOME=/nowhere",
          "JAVA_HOME=${F}",
          "JAVA_HOME=${F}/java8",
          "JAVA_HOME=${F}/java25",
          "JAVA_HOME=${F}/javamute",
          "JAVA_HOME=${F}/javabroken",
          "JAVA_HOME=\n\u001b\"\\",
          "JAVA_TOOL_OPTIONS=-Xrubbish",
          "JAVA_TOOL_OPTIONS=-Dx=y",
          "SPARK_HOME=/nowhere",
          "SPARK_HOME=${F}",
          "SPARK_HOME=${F}/spark-folder",
          "SPARK_HOME=${F}/spark-noexec",
          "SPARK_HOME=${F}/spark-rubbish",
          "SPARK_HOME=${F}/spark-mute",
          "SPARK_HOME=${F}/spark-fails",
          "SPARK_HOME=${F}/spark-killed",
          "SPARK_HOME=${F}/spark-lies",
          "SPARK_HOME=${F}/spark2",
          "SPARK_HOME=${F}/spark4",
          "SPARK_HOME=${F}/spark213",
          "SPARK_CONF_DIR=${F}/none",
          "SPARK_CONF_DIR=${F}/conf-ends",
          "SPARK_CONF_DIR=${F}/conf-wrong",
          "SPARK_LOCAL_DIRS=/proc/none",
          "SPARK_SUBMIT_OPTS=-Xrubbish",
          "OMP_NUM_THREADS=4,2",
          "OMP_NUM_THREADS=rubbish",
          "OMP_NUM_THREADS=0",
          "DCGAN_BACKEND=rocm",
          "DCGAN_JAR=${F}/none.jar",
          "DCGAN_LAUNCHER_PID=1",
          "HOME=",
          "HOME=/proc",
          "TMPDIR=/nowhere",
          "LC_ALL=C",
          "LC_ALL=POSIX",
          "LC_ALL=xx_XX.UTF-8",
          "LC_ALL=ar_EG",
          "LANG=de_DE.ISO-8859-1",
          "LC_CTYPE=\n",
          "PATH=/nowhere",
          "PATH=${F}/path");

  /** What stands before the command in bash. */
  private static final List<String> AROUND =
      List.of(
          "",
          "",
          "",
          "",
          "ulimit -n 12; ",
          "ulimit -n 40; ",
          "ulimit -v 400000; ",
          "ulimit -v 3000000; ",
          "umask 777; ",
          "exec <&-; ",
          "exec 2>/dev/full; ",
          "${NOBODY}",
          "${UNKNOWN}");

  @TempDir private Path folder;

  @BeforeEach
  void whatIsWrong() throws IOException {
    for (String name : List.of("8", "25")) {
      Path java = folder.resolve("java" + name);
      program(java.resolve("bin/java"), "echo 'openjdk version \"" + name + ".0\"' >&2");
    }
    program(folder.resolve("javamute/bin/java"), "exit 0");
    program(folder.resolve("javabroken/bin/java"), "echo rubbish; exit 1");
    Files.writeString(folder.resolve("javabroken/release"), "JAVA_VERSION=\"17.0.9\"\n");
    Files.createDirectories(folder.resolve("spark-folder/bin/spark-submit"));
    Files.createDirectories(folder.resolve("spark-noexec/bin"));
    Files.createFile(folder.resolve("spark-noexec/bin/spark-submit"));
    Path rubbish = program(folder.resolve("spark-rubbish/bin/spark-submit"), "");
    Files.write(rubbish, new byte[] {0x7f, 'E', 'L', 'F', 0, 1, 2});
    program(folder.resolve("spark-mute/bin/spark-submit"), "exit 0");
    program(folder.resolve("spark-fails/bin/spark-submit"), "echo why; exit 101");
    program(folder.resolve("spark-killed/bin/spark-submit"), "kill -KILL $$");
    program(folder.resolve("spark-lies/bin/spark-submit"), "echo '{\"exitCode\":0}'; exit 9");
    another("spark2", "spark-core_2.11-2.4.8.jar");
    another("spark4", "spark-core_2.13-4.0.0.jar");
    another("spark213", "spark-core_2.13-3.5.7.jar");
    Files.createDirectories(folder.resolve("conf-ends"));
    Files.writeString(folder.resolve("conf-ends/spark-env.sh"), "exit 3\n");
    Files.createDirectories(folder.resolve("conf-wrong"));
    Files.writeString(folder.resolve("conf-wrong/spark-defaults.conf"), "spark.x \\u12\n");
    Files.writeString(folder.resolve("crlf.properties"), "spark.master local[2]\r\nspark.x y\r\n");
    Files.writeString(folder.resolve("mark.properties"), "\ufeffspark.master local[2]\n");
    Files.writeString(folder.resolve("broken.properties"), "spark.x=\\u00\n");
    // all that the launcher calls, and no Java
    for (String tool : List.of("bash", "dirname", "readlink", "locale", "sleep")) {
      program(folder.resolve("path").resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
    }
  }

  private static Path program(Path path, String script) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/bash\n" + script + "\n");
    assertTrue(path.toFile().setExecutable(true));
    return path;
  }

  private void another(String name, String core) throws IOException {
    program(folder.resolve(name).resolve("bin/spark-submit"), "exit 1");
    Files.createDirectories(folder.resolve(name).resolve("jars"));
    Files.createFile(folder.resolve(name).resolve("jars").resolve(core));
  }

  /** A call of the launcher, by its words for bash. */
  private record Trial(int number, String shell, Map<String, String> environment) {}

  @Test
  void everyOneEndsWithACodeOfTheContractAndALineThatSaysIt() throws Exception {
    Random random = new Random(SEED);
    List<Callable<Integer>> trials = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      Trial trial = trial(i, random);
      trials.add(() -> end(trial));
    }
    Map<Integer, Integer> codes = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Future<Integer> code : pool.invokeAll(trials)) {
        try {
          codes.merge(code.get(), 1, Integer::sum);
        } catch (ExecutionException e) {
          wrong.add(e.getCause().getMessage());
        }
      }
    } finally {
      pool.shutdownNow();
    }
    Files.writeString(Path.of("target", "mutated-command-lines.txt"), codes + "\n");
    assertEquals(List.of(), wrong);
    assertTrue(codes.keySet().containsAll(Set.of(64, 66, 78)), codes.toString());
  }

  private Trial trial(int number, Random random) {
    List<String> words = new ArrayList<>(words(pick(COMMANDS, random)));
    Map<String, String> environment = new LinkedHashMap<>();
    // Most end before there is a Spark, which takes seconds.
    int mistakes = 1 + random.nextInt(2);
    List<String> options = new ArrayList<>();
    for (int i = 0; i < mistakes; i++) {
      if (random.nextBoolean()) {
        options.addAll(words(pick(OPTIONS, random)));
      } else {
        String[] variable = pick(ENVIRONMENTS, random).replace("${F}", "" + folder).split("=", 2);
        environment.put(variable[0], variable[1]);
      }
    }
    if (!options.isEmpty()) {
      words.add("--");
      words.addAll(options);
    }
    String around = around(pick(AROUND, random));
    String call = around.isEmpty() || around.endsWith("; ") ? around + "exec " : around;
    return new Trial(
        number,
        call
            + "/bin/bash submit/dcgan "
            + words.stream().map(MutatedCommandLinesIT::quoted).collect(Collectors.joining(" ")),
        environment);
  }

  /** Only root may become somebody else. */
  private static String around(String template) {
    boolean root = System.getProperty("user.name").equals("root");
    String other =
        root && Files.isExecutable(Path.of("/usr/bin/setpriv"))
            ? "exec /usr/bin/setpriv --clear-groups --reuid "
            : "";
    return switch (template) {
      case "${NOBODY}" -> other.isEmpty() ? "" : other + "65534 --regid 65534 ";
      case "${UNKNOWN}" -> other.isEmpty() ? "" : other + "54321 ";
      default -> template;
    };
  }

  private List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.replace("${F}", "" + folder).split(" "));
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private int end(Trial trial) throws Exception {
    Path output = Files.createDirectories(folder.resolve("trials/" + trial.number()));
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", "-c", trial.shell())
            .redirectOutput(output.resolve("output").toFile())
            .redirectError(output.resolve("errors").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(SPARK|DCGAN)_.*|OMP_.*"));
    builder.environment().put("SPARK_HOME", Path.of("target/spark").toAbsolutePath().toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(trial.environment());
    Process process = builder.start();
    if (!process.waitFor(Launch.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(trial + " did not end");
    }
    String said = Files.readString(output.resolve("errors"));
    String all = trial + " " + Files.readString(output.resolve("output")) + " " + said;
    List<String> lines = Files.readAllLines(output.resolve("output"));
    assertTrue(!lines.isEmpty(), all);
    JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    int code = process.exitValue();
    assertEquals(code, result.path("exitCode").asInt(-1), all);
    assertTrue(CODES.contains(code) && code != ExitCode.BUG.number(), all);
    if (code != 0 && !trial.shell().contains("/dev/full")) {
      List<String> errors = said.lines().toList();
      assertEquals(result.path("error").asText(), errors.get(errors.size() - 1), all);
    }
    return code;
  }
}
