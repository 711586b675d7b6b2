package io.sparkdcgan.spark;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.RpcTimeoutException;
import scala.Option;

/**
 * Whether a standalone cluster's master answers at all, and talks to this driver. Spark itself
 * tries for a minute, stops its context from behind, and then as often as not waits forever in the
 * driver's next broadcast.
 */
final class StandaloneMaster {
  private static final String SCHEME = "spark://";
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String ENDPOINT = "Master";

  private StandaloneMaster() {}

  /**
   * @param conf as the driver's context will have it; only a standalone cluster is looked at
   * @throws Failure {@code UNAVAILABLE} as of {@link #requireReachable}, {@code PERMISSION} if the
   *     masters turn this driver away, {@code CONFIGURATION} if it is to show a secret and has none
   */
  static void requireAdmission(SparkConf conf) {
    String master = conf.get("spark.master");
    List<String> answering = requireReachable(master);
    if (answering.isEmpty()) {
      return;
    }
    if (conf.getBoolean("spark.authenticate", false)
        && !conf.contains("spark.authenticate.secret")) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "spark.authenticate is true, but there is no spark.authenticate.secret: put the cluster's into the file of properties, as conf/spark-secure.properties says");
    }
    lookUp(master, answering, conf);
  }

  /**
   * @param master Spark's master URL; of a standalone cluster it may name several masters, {@code
   *     spark://host:port,host:port}; any other is not looked at
   * @return the addresses that take a connection
   * @throws Failure {@code UNAVAILABLE} if none of them does within 10 seconds
   */
  static List<String> requireReachable(String master) {
    if (!master.startsWith(SCHEME)) {
      return List.of();
    }
    List<String> answering =
        Stream.of(master.substring(SCHEME.length()).split(",", -1))
            .filter(StandaloneMaster::answers)
            .toList();
    if (answering.isEmpty()) {
      throw new Failure(
          ExitCode.UNAVAILABLE,
          "no Spark master answers at %s: check --master, and that the master runs"
              .formatted(master));
    }
    return answering;
  }

  /**
   * Asks the masters for their endpoint, with the authentication and encryption of the driver's.
   */
  private static void lookUp(String master, List<String> addresses, SparkConf conf) {
    SparkConf asking = conf.clone().set("spark.rpc.lookupTimeout", PATIENCE_MILLIS + "ms");
    SecurityManager security =
        new SecurityManager(asking, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    RpcEnv rpc = RpcEnv.create("dcganMasterLookup", "localhost", 0, asking, security, true);
    List<Exception> refusals = new ArrayList<>();
    try {
      for (String address : addresses) {
        URI uri = URI.create(SCHEME + address);
        try {
          rpc.setupEndpointRef(new RpcAddress(uri.getHost(), uri.getPort()), ENDPOINT);
          return;
        } catch (Exception e) { // Spark throws checked ones, too, and declares none
          refusals.add(e);
        }
      }
    } finally {
      rpc.shutdown();
    }
    if (refusals.get(0) instanceof RpcTimeoutException timeout) {
      throw new Failure(
          ExitCode.UNAVAILABLE,
          "the Spark master at %s takes connections and says nothing: check that it runs, and that --master is its port for jobs and not its page's"
              .formatted(master),
          timeout);
    }
    throw new Failure(
        ExitCode.PERMISSION,
        "the Spark master at %s turns this driver away: check that spark.authenticate, its secret and spark.network.crypto are the cluster's (conf/spark-secure.properties), and that Spark is of the same version"
            .formatted(master),
        refusals.get(0));
  }

  private static boolean answers(String address) {
    try (Socket socket = new Socket()) {
      URI uri = URI.create(SCHEME + address);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
