package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Spark's own distribution, with what the home that the build assembles goes without: YARN and
 * Kubernetes, at the same version. Installed once into {@code target/pyspark}.
 */
final class SparkDistribution {
  private static final Path HOME = Path.of("target", "pyspark").toAbsolutePath();

  private SparkDistribution() {}

  /** Its home; whoever asks is skipped where there is no Python to install it with. */
  static Path home() throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("bash", "-c", "python3 -m pip --version").start().waitFor() == 0,
        "no python3 with pip here, and Spark for YARN and Kubernetes comes as a Python package");
    Path log = ServerProcess.folder("pyspark").resolve("install.log");
    int code =
        new ProcessBuilder("src/it/pyspark/install.sh", HOME.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("Spark cannot be installed: " + Files.readString(log));
    }
    return HOME;
  }
}
