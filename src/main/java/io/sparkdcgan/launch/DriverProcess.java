package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What spark-submit fails of before the job begins, with a trace and no result: a user without a
 * name, a machine without an address, a heap in which Spark cannot start.
 */
public final class DriverProcess {
  /** Spark's own bound: one and a half times the 300 MB that it reserves. */
  public static final long LEAST_HEAP_MB = 450;

  /** What Java says of a user whose number the system has no name for. */
  private static final String NO_NAME = "?";

  private static final List<String> ADDRESSES = List.of("SPARK_LOCAL_IP", "SPARK_LOCAL_HOSTNAME");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([bkmgt]?)b?");

  private DriverProcess() {}

  /** Sees to user and address of this machine. */
  static void require(Machine machine) {
    requireUser(System.getProperty("user.name", NO_NAME));
    // Spark's own settings may give the address, which the job sees then.
    if (!Files.exists(settings(machine))) {
      requireAddress(machine.environment());
    }
  }

  private static Path settings(Machine machine) {
    String folder = machine.variable("SPARK_CONF_DIR");
    Path conf = folder.isEmpty() ? machine.sparkHome().resolve("conf") : Path.of(folder);
    return conf.resolve("spark-env.sh");
  }

  static void requireUser(String name) {
    if (name.isEmpty() || name.equals(NO_NAME)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "this process's user has no name, and Hadoop wants one: give the user an entry in /etc/passwd (in a container when the image is built, or by nss_wrapper)");
    }
  }

  /**
   * Sees that Spark finds an address to bind to.
   *
   * @throws Failure {@code CONFIGURATION} if not
   */
  public static void requireAddress(Map<String, String> environment) {
    if (ADDRESSES.stream().anyMatch(name -> !environment.getOrDefault(name, "").isEmpty())) {
      return;
    }
    try {
      InetAddress.getLocalHost();
    } catch (UnknownHostException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "this machine's own name has no address (%s): add it to /etc/hosts, or set SPARK_LOCAL_IP to the machine's address"
              .formatted(e.getMessage()),
          e);
    }
  }

  static void requireHeap(SparkOptions options) {
    String asked = options.property("spark.driver.memory", "--driver-memory");
    Matcher size = SIZE.matcher(asked.strip().toLowerCase(Locale.ROOT));
    if (size.matches() && megabytes(size) < LEAST_HEAP_MB) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "spark.driver.memory is %s, but Spark needs %d MB at least: give --driver-memory 1g or more"
              .formatted(asked, LEAST_HEAP_MB));
    }
  }

  /** Without a unit it is megabytes. */
  private static double megabytes(Matcher size) {
    String unit = size.group(2).isEmpty() ? "m" : size.group(2);
    return Long.parseLong(size.group(1)) * Math.pow(1024, "bkmgt".indexOf(unit) - 2);
  }
}
