package io.sparkdcgan.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in its own process, which is gone, children included, when this is closed. */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread lastResort = new Thread(this::kill);

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    // A test run that is cut off must not leave servers behind.
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  static ServerProcess start(
      String name, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().putAll(environment);
    return new ServerProcess(name, log, builder.start());
  }

  /** A port that nobody listens on at this moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Something that tells whether a server is ready; an I/O error means not yet. */
  interface Readiness {
    boolean isReached() throws IOException, InterruptedException;
  }

  /**
   * Waits until the server is ready.
   *
   * @throws IllegalStateException if it ends before, or is not ready in a minute
   */
  void await(Readiness readiness) throws InterruptedException {
    await(PATIENCE, readiness);
  }

  /** The same with another time than a minute. */
  void await(Duration patience, Readiness readiness) throws InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    while (!isReached(readiness)) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(name + " did not start, see " + log);
      }
      Thread.sleep(100);
    }
  }

  private static boolean isReached(Readiness readiness) throws InterruptedException {
    try {
      return readiness.isReached();
    } catch (IOException e) {
      return false;
    }
  }

  /** Processes that the server started, for example executors. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  Path log() {
    return log;
  }

  @Override
  public void close() {
    List<ProcessHandle> children = children();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }

  private void kill() {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** The JVM that runs the tests, for those who start another. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A new folder under target/ for one server's files. */
  static Path folder(String name) {
    try {
      Path servers = Path.of("target", "servers").toAbsolutePath();
      Files.createDirectories(servers);
      return Files.createTempDirectory(servers, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops what was started, in this order; null is what was not. */
  static void closeAll(AutoCloseable... parts) {
    for (AutoCloseable part : parts) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
