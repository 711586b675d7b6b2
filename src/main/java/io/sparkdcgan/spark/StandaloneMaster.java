package io.sparkdcgan.spark;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a standalone cluster's master answers at all. Spark itself tries for a minute, stops its
 * context from behind, and then as often as not waits forever in the driver's next broadcast.
 */
final class StandaloneMaster {
  private static final String SCHEME = "spark://";
  private static final int PATIENCE_MILLIS = 10_000;

  private StandaloneMaster() {}

  /**
   * @param master Spark's master URL; of a standalone cluster it may name several masters, {@code
   *     spark://host:port,host:port}; any other is not looked at
   * @throws Failure {@code UNAVAILABLE} if none of them takes a connection within 10 seconds
   */
  static void requireReachable(String master) {
    if (!master.startsWith(SCHEME)) {
      return;
    }
    List<String> addresses = Stream.of(master.substring(SCHEME.length()).split(",", -1)).toList();
    if (addresses.stream().noneMatch(StandaloneMaster::answers)) {
      throw new Failure(
          ExitCode.UNAVAILABLE,
          "no Spark master answers at %s: check --master, and that the master runs"
              .formatted(master));
    }
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
