package io.sparkdcgan.spark;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.launch.DriverAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec$;
import org.apache.spark.serializer.KryoSerializer;

/**
 * What this process must have for Spark to start, seen before it is tried: Spark would end the
 * process by itself, or say it in a way that nobody understands.
 */
final class DriverNeeds {
  /** Spark's own bound: one and a half times the 300 MB that it reserves. */
  private static final long LEAST_HEAP_MB = 450;

  private DriverNeeds() {}

  /**
   * Sees to them.
   *
   * @throws Failure {@code CONFIGURATION} with the first that is lacking
   */
  static void require(SparkConf conf) {
    requireHeap(Runtime.getRuntime().maxMemory());
    requireFolder(conf);
    DriverAddress.require(System.getenv());
    requireClasses(conf);
  }

  /** Spark would look for them when the first job sends something. */
  private static void requireClasses(SparkConf conf) {
    CompressionCodec$.MODULE$.createCodec(conf);
    new KryoSerializer(conf).newKryo();
  }

  static void requireHeap(long bytes) {
    if (bytes < LEAST_HEAP_MB << 20) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "the driver's heap has %s MB, but Spark needs %s: give --driver-memory 1g or more"
              .formatted(bytes >> 20, LEAST_HEAP_MB));
    }
  }

  /** Containers of YARN have folders of their own. */
  private static void requireFolder(SparkConf conf) {
    if (!isUnset("LOCAL_DIRS") || !isUnset("CONTAINER_ID")) {
      return;
    }
    String otherwise = conf.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    requireFolder(isUnset("SPARK_LOCAL_DIRS") ? otherwise : System.getenv("SPARK_LOCAL_DIRS"));
  }

  /** Spark takes those of several that it can write to. */
  static void requireFolder(String folders) {
    List<String> named = Stream.of(folders.split(",")).map(String::strip).toList();
    if (named.stream().noneMatch(DriverNeeds::takesFiles)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Spark can write its files nowhere: %s cannot be made or written to; name a folder by spark.local.dir (SPARK_LOCAL_DIRS where that is set)"
              .formatted(folders));
    }
  }

  private static boolean takesFiles(String folder) {
    try {
      Path path = Files.createDirectories(Path.of(folder));
      Files.delete(Files.createTempDirectory(path, "dcgan"));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isUnset(String variable) {
    return System.getenv().getOrDefault(variable, "").isEmpty();
  }
}
