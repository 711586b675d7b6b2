package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The address at which executors call the driver back: without one Spark ends with a trace. */
public final class DriverAddress {
  private static final List<String> GIVEN = List.of("SPARK_LOCAL_IP", "SPARK_LOCAL_HOSTNAME");

  private DriverAddress() {}

  /** Looks for it, unless Spark's own settings may give it: the job sees those. */
  static void require(Machine machine) {
    String folder = machine.variable("SPARK_CONF_DIR");
    Path conf = folder.isEmpty() ? machine.sparkHome().resolve("conf") : Path.of(folder);
    if (!Files.exists(conf.resolve("spark-env.sh"))) {
      require(machine.environment());
    }
  }

  /**
   * Sees that Spark finds an address to bind to.
   *
   * @throws Failure {@code CONFIGURATION} if not
   */
  public static void require(Map<String, String> environment) {
    if (GIVEN.stream().anyMatch(name -> !environment.getOrDefault(name, "").isEmpty())) {
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
}
