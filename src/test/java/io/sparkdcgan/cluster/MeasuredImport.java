package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An import on a cluster of one executor with two cores and half a gigabyte of heap, the driver
 * with as much, and what memory both took. Its figures are added to {@code
 * target/import-memory.txt}.
 */
final class MeasuredImport implements AutoCloseable {
  private static final Path FIGURES = Path.of("target/import-memory.txt");

  /** Of an executor, all included. */
  private static final long MOST_MEGABYTES = 1000;

  private final S3Server s3;
  private final StandaloneCluster cluster;

  MeasuredImport() throws IOException, InterruptedException {
    s3 = S3Server.start();
    cluster = StandaloneCluster.start(1, 2, "512m");
  }

  /**
   * Imports and asserts that all is accepted and that the executor stays below a gigabyte.
   *
   * @param what names the line of figures
   * @param to a local folder
   */
  void run(String what, String source, Path to, int images) throws Exception {
    List<String> properties = List.of("spark.executor.memory=512m", "spark.driver.memory=512m");
    List<String> arguments = List.of("import", source, "--to", to.toString());
    try (PeakMemory executor = new PeakMemory(() -> cluster.executors(0).stream());
        PeakMemory driver = new PeakMemory(MeasuredImport::drivers)) {
      Launch launch = Launch.onCluster(Launch.PATIENCE, cluster, s3, properties, arguments);
      assertEquals(0, launch.exitCode(), launch.errorOutput());
      assertEquals(images, launch.result().get("accepted").asInt());
      String line =
          String.format(
              Locale.ROOT,
              "%s: %.0f s, executor %d MB, driver %d MB%n",
              what,
              launch.result().get("seconds").asDouble(),
              executor.megabytes(),
              driver.megabytes());
      Files.writeString(FIGURES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      assertTrue(executor.megabytes() < MOST_MEGABYTES, line);
    }
  }

  private static Stream<ProcessHandle> drivers() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(".SparkSubmit "));
  }

  @Override
  public void close() {
    ServerProcess.closeAll(cluster, s3);
  }
}
