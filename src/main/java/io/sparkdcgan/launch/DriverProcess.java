package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What spark-submit fails of before the job begins, with a trace and no result: a user without a
 * name, a machine without an address, a heap in which Spark cannot start.
 */
final class DriverProcess {
  /** What Java says of a user whose number the system has no name for. */
  private static final String NO_NAME = "?";

  private static final long LEAST_HEAP_MB = 450;
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([bkmgt]?)b?");

  private DriverProcess() {}

  /** Sees to user and address of this machine. */
  static void require(Machine machine) {
    requireUser(System.getProperty("user.name", NO_NAME));
    if (Stream.of("SPARK_LOCAL_IP", "SPARK_LOCAL_HOSTNAME")
        .allMatch(variable -> machine.variable(variable).isEmpty())) {
      requireAddress();
    }
  }

  static void requireUser(String name) {
    if (name.isEmpty() || name.equals(NO_NAME)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "this process's user has no name, and Hadoop wants one: give the user an entry in /etc/passwd (in a container when the image is built, or by nss_wrapper)");
    }
  }

  private static void requireAddress() {
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

  /** Spark's own bound, one and a half times the 300 MB that it reserves. */
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
