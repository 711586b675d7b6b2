package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code submit/dcgan} starts: spark-submit, with its words and variables. */
final class Launch {
  private static final String MAIN = "io.sparkdcgan.cli.Main";
  private static final String SUBMISSION = "io.sparkdcgan.cli.ClusterSubmission";
  private static final String CONF = "--conf";
  private static final String CLASS = "--class";
  private static final String JAVA_OPTIONS = "SPARK_SUBMIT_OPTS";
  private static final String THREADS = "OMP_NUM_THREADS";

  /** What is said last to Spark counts. */
  private static final List<String> OF_THIS_MACHINE =
      List.of(Master.OPTION, "local[1]", Master.MODE, "client");

  private final Machine machine;
  private final SparkOptions options;
  private final Master master;
  private final Requirements requirements;
  private final boolean here;
  private final List<String> defaults = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> command = new ArrayList<>();

  private Launch(Machine machine, SparkOptions options, String command) {
    this.machine = machine;
    this.options = options;
    this.master = Master.of(options);
    this.here = Launcher.HERE.contains(command);
    this.requirements = new Requirements(machine, options, master, here);
    if (!master.isNamed()) {
      defaults.addAll(List.of(Master.OPTION, master.url()));
    }
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
    List<String> given =
        dashes < 0
            ? List.of()
            : SubmitGrammar.withoutClass(words.subList(dashes + 1, words.size()), MAIN);
    Secrets.refuse("the arguments", arguments);
    Secrets.refuse("the options for spark-submit", given);
    SubmitGrammar.check(given);
    SparkOptions options = new SparkOptions(machine, given);
    String benchmarks = machine.variable("DCGAN_BENCH_JAR");
    Launch launch =
        new Launch(
            machine,
            benchmarks.isEmpty() ? options : options.withJar(machine, benchmarks),
            arguments.stream().filter(word -> !word.startsWith("-")).findFirst().orElse(""));
    launch.notes.addAll(launch.requirements.check());
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

  /** What to say, as code and sentence, if spark-submit ends before the program begins. */
  Failure unbegun() {
    return requirements.unbegun();
  }

  /** Adds what the user left open. */
  private void settle() {
    settleThreads();
    settleLocale();
    if (!master.cluster() && !here) {
      Folders folders = new Folders(machine, options, Mounts.here());
      folders.check();
      folders
          .libraries()
          .ifPresent(cache -> javaOption("-Dorg.bytedeco.javacpp.cachedir=" + cache));
    }
    if (master.isLocal()) {
      settleMemory();
      // The most that an operation can have; each task takes compute.threads of them. ND4J makes
      // its threads when it is loaded and never makes more.
      setIfMissing(THREADS, String.valueOf(machine.cores()));
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
    if (master.isYarn()) {
      // The driver of cluster mode, and executors, would log by Spark's default: all its steps.
      conf("spark.yarn.dist.files", "file:" + logging);
    }
    Path users = Path.of(machine.variable("SPARK_CONF_DIR") + "/log4j2.properties");
    if (!machine.variable(JAVA_OPTIONS).contains("log4j") && !Files.exists(users)) {
      javaOption("-Dlog4j2.configurationFile=" + logging);
    }
  }

  private void javaOption(String option) {
    String others = variables.getOrDefault(JAVA_OPTIONS, machine.variable(JAVA_OPTIONS));
    variables.put(JAVA_OPTIONS, others + " \"" + option + "\"");
  }

  /** OpenMP takes a list, one number for each level of loops within loops; ND4J takes one. */
  private void settleThreads() {
    String threads = machine.variable(THREADS);
    String first = threads.split(",", 2)[0].strip();
    if (!threads.isEmpty() && !first.matches("0{0,9}[1-9][0-9]{0,5}")) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "OMP_NUM_THREADS is %s, which is no number of threads: set it to one, or unset it"
              .formatted(threads));
    }
    if (!first.equals(threads)) {
      variables.put(THREADS, first);
    }
  }

  /** What runs on other machines names files as this does; their own locale may be none. */
  private void settleLocale() {
    String locale = machine.variable("DCGAN_LOCALE");
    if (locale.isEmpty() || master.isLocal()) {
      return;
    }
    List<String> places = new ArrayList<>(List.of("spark.executorEnv."));
    if (master.cluster() && master.isYarn()) {
      places.add("spark.yarn.appMasterEnv.");
    } else if (master.cluster() && master.url().startsWith("k8s:")) {
      places.add("spark.kubernetes.driverEnv.");
    }
    for (String place : places) {
      boolean users =
          Stream.of("LC_ALL", "LC_CTYPE", "LANG")
              .anyMatch(name -> !options.property(place + name).isEmpty());
      if (!users) {
        conf(place + "LC_ALL", locale);
      }
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
    List<String> words = options.words(master);
    command.add(machine.sparkSubmit());
    if (!master.cluster() || here) {
      command.addAll(List.of(CLASS, MAIN));
      command.addAll(defaults);
      command.addAll(words);
      if (master.cluster()) {
        command.addAll(OF_THIS_MACHINE);
      }
      command.add(master.cluster() ? machine.jar() : jar);
      command.addAll(arguments);
      return;
    }
    // The driver's result and exit code do not come back by themselves: a little Spark of this
    // machine sends it off by spark-submit, with the same options, and waits.
    command.addAll(List.of(CLASS, SUBMISSION));
    command.addAll(words);
    command.addAll(OF_THIS_MACHINE);
    command.addAll(List.of("--driver-memory", "512m"));
    command.addAll(List.of(machine.jar(), machine.sparkSubmit(), jar, master.url()));
    command.addAll(defaults);
    command.addAll(words);
    command.add("--");
    command.addAll(arguments);
  }
}
