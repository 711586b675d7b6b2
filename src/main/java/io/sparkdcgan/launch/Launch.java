package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code submit/dcgan} becomes: spark-submit, with its words and variables. */
final class Launch {
  private static final String MAIN = "io.sparkdcgan.cli.Main";
  private static final String SUBMISSION = "io.sparkdcgan.cli.ClusterSubmission";
  private static final String MASTER = "--master";
  private static final String CONF = "--conf";
  private static final String CLASS = "--class";

  /** What is said last to Spark counts. */
  private static final List<String> OF_THIS_MACHINE =
      List.of(MASTER, "local[1]", "--deploy-mode", "client");

  private final Machine machine;
  private final SparkOptions options;
  private final String master;
  private final boolean clusterMode;
  private final List<String> defaults = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> command = new ArrayList<>();

  private Launch(Machine machine, SparkOptions options) {
    this.machine = machine;
    this.options = options;
    String named = options.property("spark.master", MASTER);
    if (named.isEmpty()) {
      defaults.addAll(List.of(MASTER, "local[*]"));
    }
    this.master = named.isEmpty() ? "local[*]" : named;
    this.clusterMode =
        options.property("spark.submit.deployMode", "--deploy-mode").equals("cluster");
  }

  /**
   * Decides.
   *
   * @param words what the user gave: arguments, and behind {@code --} options for spark-submit
   * @throws Failure of whatever spark-submit would say in its own words, without a result
   */
  static Launch of(Machine machine, List<String> words) {
    int dashes = words.indexOf("--");
    List<String> arguments = dashes < 0 ? words : words.subList(0, dashes);
    List<String> given = dashes < 0 ? List.of() : words.subList(dashes + 1, words.size());
    Secrets.refuse("the arguments", arguments);
    Secrets.refuse("the options for spark-submit", given);
    SparkOptions options = new SparkOptions(machine, given);
    String benchmarks = machine.variable("DCGAN_BENCH_JAR");
    Launch launch =
        new Launch(machine, benchmarks.isEmpty() ? options : options.withJar(machine, benchmarks));
    launch.check();
    launch.settle();
    launch.write(arguments);
    return launch;
  }

  /** What is worth saying on standard error. */
  List<String> notes() {
    return notes;
  }

  /** Variables as {@code NAME=value}, an empty piece, and the command's words. */
  List<String> answer() {
    List<String> pieces = new ArrayList<>();
    variables.forEach((name, value) -> pieces.add(name + "=" + value));
    pieces.add("");
    pieces.addAll(command);
    return pieces;
  }

  private void check() {
    boolean onCommandLine = master.startsWith("spark://") && clusterMode;
    Secrets.inFile(options, onCommandLine).ifPresent(notes::add);
    requireKeytab();
    DriverProcess.requireHeap(options);
    if (master.startsWith("yarn")) {
      requireYarn();
    }
  }

  /** Spark would end with a stack trace. */
  private void requireKeytab() {
    String keytab = options.property("spark.kerberos.keytab", "--keytab");
    String path = keytab.replaceFirst("^file:(//)?", "");
    if (!keytab.isEmpty() && !keytab.startsWith("local:") && !Files.isReadable(Path.of(path))) {
      throw new Failure(
          ExitCode.PERMISSION,
          "the keytab %s cannot be read: correct --keytab, or who may read it".formatted(path));
    }
  }

  private void requireYarn() {
    if ((machine.variable("HADOOP_CONF_DIR") + machine.variable("YARN_CONF_DIR")).isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "--master yarn needs HADOOP_CONF_DIR: the folder with the cluster's core-site.xml and yarn-site.xml");
    }
    Path jars = machine.sparkHome().resolve("jars");
    try (DirectoryStream<Path> yarn = Files.newDirectoryStream(jars, "spark-yarn_*.jar")) {
      if (yarn.iterator().hasNext()) {
        return;
      }
    } catch (IOException e) {
      // Without the folder there is no such jar either.
    }
    throw new Failure(
        ExitCode.CONFIGURATION,
        "the Spark in %s has no YARN: set SPARK_HOME to a distribution that has spark-yarn among its jars"
            .formatted(machine.sparkHome()));
  }

  /** Adds what the user left open. */
  private void settle() {
    boolean local = master.startsWith("local");
    if (local) {
      settleMemory();
      // The most that an operation can have; each task takes compute.threads of them. ND4J makes
      // its threads when it is loaded and never makes more.
      setIfMissing("OMP_NUM_THREADS", String.valueOf(machine.cores()));
      // oneDNN allocates and frees hundreds of megabytes a step. By default glibc gives each large
      // block back to the kernel, which hands it out again page by page: a tenth of a step.
      // Executors get the same from JobContext.
      setIfMissing("MALLOC_MMAP_MAX_", "0");
      setIfMissing("MALLOC_TRIM_THRESHOLD_", "17179869184");
      setIfMissing("MALLOC_TOP_PAD_", "67108864");
      setIfMissing("MALLOC_ARENA_MAX", "1");
    } else if (machine.variable("DCGAN_BACKEND").equals("cuda")) {
      // GPUs are the executors'. A driver that tried CUDA first would open one that is a worker's.
      setIfMissing("BACKEND_PRIORITY_CPU", "200");
    }
    String logging = machine.home() + "/conf/log4j2.properties";
    if (master.startsWith("yarn")) {
      // The driver of cluster mode, and executors, would log by Spark's default: all its steps.
      conf("spark.yarn.dist.files", "file:" + logging);
    }
    String ours = machine.variable("SPARK_SUBMIT_OPTS");
    Path users = Path.of(machine.variable("SPARK_CONF_DIR") + "/log4j2.properties");
    if (!ours.contains("log4j") && !Files.exists(users)) {
      variables.put("SPARK_SUBMIT_OPTS", ours + " \"-Dlog4j2.configurationFile=" + logging + "\"");
    }
  }

  /**
   * On one machine the driver does all the work. Its arrays lie outside the heap, where JavaCPP's
   * limits hold: half of the memory for them, a quarter for the heap.
   */
  private void settleMemory() {
    long total = machine.memoryMb();
    long heap = Math.max(1024, Math.min(total / 4, 8192));
    long arrays = Math.max(1024, total / 2);
    if (options.property("spark.driver.memory", "--driver-memory").isEmpty()) {
      conf("spark.driver.memory", heap + "m");
    }
    // Spark puts these before spark.driver.extraJavaOptions, so that the user's own win. While ND4J
    // copies arrays, Java 17 cannot collect, and calls the heap full after two tries; see
    // JobContext.
    conf(
        "spark.driver.defaultJavaOptions",
        "-XX:+UnlockDiagnosticVMOptions -XX:+IgnoreUnrecognizedVMOptions"
            + " -XX:GCLockerRetryAllocationCount=1000 -Dorg.bytedeco.javacpp.maxbytes="
            + arrays
            + "m -Dorg.bytedeco.javacpp.maxphysicalbytes="
            + (heap + arrays + 1024)
            + "m");
  }

  private void conf(String property, String value) {
    if (options.property(property).isEmpty()) {
      defaults.addAll(List.of(CONF, property + "=" + value));
    }
  }

  private void setIfMissing(String variable, String value) {
    if (machine.variable(variable).isEmpty()) {
      variables.put(variable, value);
    }
  }

  private void write(List<String> arguments) {
    String given = machine.variable("DCGAN_JAR");
    String jar = given.isEmpty() ? machine.jar() : given;
    String name = arguments.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("");
    boolean here = Launcher.HERE.contains(name);
    command.add(machine.sparkSubmit());
    if (!clusterMode || here) {
      command.addAll(List.of(CLASS, MAIN));
      command.addAll(defaults);
      command.addAll(options.words());
      if (clusterMode) {
        command.addAll(OF_THIS_MACHINE);
      }
      command.add(clusterMode ? machine.jar() : jar);
      command.addAll(arguments);
      return;
    }
    // The driver's result and exit code do not come back by themselves: a little Spark of this
    // machine sends it off by spark-submit, with the same options, and waits.
    command.addAll(List.of(CLASS, SUBMISSION));
    command.addAll(options.words());
    command.addAll(OF_THIS_MACHINE);
    command.addAll(List.of("--driver-memory", "512m"));
    command.addAll(List.of(machine.jar(), machine.sparkSubmit(), jar, master));
    command.addAll(defaults);
    command.addAll(options.words());
    command.add("--");
    command.addAll(arguments);
  }
}
