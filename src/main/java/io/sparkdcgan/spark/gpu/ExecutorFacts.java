package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.spark.ProcessMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What one process says of itself: where it runs, what it runs, and what it makes of the shards.
 * Crosses Spark.
 *
 * @param executor Spark's name of the executor; {@code driver} for the driver
 * @param host where it runs
 * @param clockMillis its clock, in milliseconds since 1970
 * @param java version of its Java
 * @param spark version of its Spark
 * @param build what its copy of this program says of its versions
 * @param system operating system and processor architecture
 * @param avx2 whether its processor has what the native arithmetic is compiled for
 * @param machineBytes memory of its machine or container
 * @param shards digest of the shards it read the manifest of, or why it could not
 * @param readable whether it could
 */
public record ExecutorFacts(
    String executor,
    String host,
    long clockMillis,
    String java,
    String spark,
    String build,
    String system,
    boolean avx2,
    long machineBytes,
    String shards,
    boolean readable) {
  /**
   * Those of this process.
   *
   * @param versions where in the jar this program's versions stand
   */
  static ExecutorFacts here(
      String executor, String host, String versions, String shards, boolean readable) {
    return new ExecutorFacts(
        executor,
        host,
        System.currentTimeMillis(),
        System.getProperty("java.version"),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        build(versions),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        hasAvx2(),
        ProcessMemory.ofMachine(),
        shards,
        readable);
  }

  private static String build(String versions) {
    Properties properties = new Properties();
    try (InputStream in = ExecutorFacts.class.getResourceAsStream(versions)) {
      if (in == null) {
        return "unknown";
      }
      properties.load(in);
    } catch (IOException e) {
      return "unreadable";
    }
    return new TreeMap<>(properties).toString();
  }

  private static boolean hasAvx2() {
    try {
      String processors = Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1);
      return processors.contains(" avx2");
    } catch (IOException e) {
      return false;
    }
  }
}
