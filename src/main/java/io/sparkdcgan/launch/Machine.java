package io.sparkdcgan.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine on which {@code submit/dcgan} was called.
 *
 * @param home the folder of spark-dcgan, which has {@code submit} and {@code conf}
 * @param sparkSubmit spark-submit's path
 * @param jar the job's jar, as the build or the environment names it
 * @param environment its variables; one that is empty is as good as none
 * @param properties of this Java: its user's name and home, its encoding, its temporary folder
 * @param cores that this process may run on
 * @param memoryMb that this process may have, in MiB
 */
record Machine(
    String home,
    String sparkSubmit,
    String jar,
    Map<String, String> environment,
    Map<String, String> properties,
    int cores,
    long memoryMb) {
  private static final long UNKNOWN_KB = 8_388_608;
  private static final Pattern TOTAL_KB = Pattern.compile("(?m)^MemTotal:\\s+([0-9]{1,15})");
  private static final Pattern LIMIT_BYTES = Pattern.compile("^([0-9]{1,15})\\s*$");
  private static final List<String> LIMITS =
      List.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes");

  /** This one. */
  static Machine here(String home, String sparkSubmit, String jar) {
    return new Machine(
        home,
        sparkSubmit,
        jar,
        System.getenv(),
        Stream.of("user.name", "user.home", "sun.jnu.encoding", "java.io.tmpdir")
            .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, ""))),
        Runtime.getRuntime().availableProcessors(),
        memory());
  }

  /** A variable's value, or the empty string. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** A system property's value, or the empty string. */
  String property(String name) {
    return properties.getOrDefault(name, "");
  }

  /** The folder of the Spark that will be started. */
  Path sparkHome() {
    if (!variable("SPARK_HOME").isEmpty()) {
      return Path.of(variable("SPARK_HOME"));
    }
    Path script;
    try {
      script = Path.of(sparkSubmit).toRealPath();
    } catch (IOException e) {
      script = Path.of(sparkSubmit).toAbsolutePath();
    }
    Path home = script.getParent().getParent();
    return Files.isDirectory(home.resolve("jars")) ? home : pythons(home).orElse(home);
  }

  /** Where pip puts a Spark, of which only the scripts are on the PATH. */
  private static Optional<Path> pythons(Path prefix) {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(prefix.resolve("lib"), "python3*")) {
      for (Path python : found) {
        Path home = python.resolve("site-packages/pyspark");
        if (Files.isDirectory(home.resolve("jars"))) {
          return Optional.of(home);
        }
      }
    } catch (IOException e) {
      // There is no such folder.
    }
    return Optional.empty();
  }

  /** What the kernel has, or less where a container has a limit. */
  private static long memory() {
    long least = number(TOTAL_KB, "/proc/meminfo", UNKNOWN_KB) >> 10;
    for (String limit : LIMITS) {
      least = Math.min(least, number(LIMIT_BYTES, limit, Long.MAX_VALUE) >> 20);
    }
    return least;
  }

  private static long number(Pattern pattern, String file, long otherwise) {
    try {
      Matcher found = pattern.matcher(Files.readString(Path.of(file)));
      return found.find() ? Long.parseLong(found.group(1)) : otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }
}
