package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.spark.ClusterSettings.Kind;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of Spark's properties, with Spark's defaults where there are none. */
final class ClusterSettingsTest {
  private static final long MB = 1 << 20;

  private static ClusterSettings of(Map<String, String> properties) {
    SparkConf conf = new SparkConf(false);
    properties.forEach(conf::set);
    return ClusterSettings.of(conf);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local | LOCAL | 1 | 1",
        "local[3] | LOCAL | 3 | 1",
        "'local-cluster[2,3,1024]' | STANDALONE | 3 | 2",
        "spark://a:7077,b:7077 | STANDALONE | |",
        "yarn | YARN | 1 | 2",
        "k8s://https://a:443 | KUBERNETES | 1 | 2",
        "mesos://a | OTHER | |",
      })
  void aMasterSaysWhoHandsOutExecutors(String master, Kind kind, Integer cores, Integer executors) {
    ClusterSettings settings = of(Map.of("spark.master", master));
    assertEquals(kind, settings.kind());
    assertEquals(optional(cores), settings.executorCores());
    assertEquals(optional(executors), settings.executors());
  }

  @ParameterizedTest
  @CsvSource({
    // heap, overhead, factor: overhead
    "1g, , , 384",
    "768m, , , 384",
    "8g, , , 819",
    "8g, 2g, , 2048",
    "8g, 512, , 512",
    "8g, , 0.5, 4096",
  })
  void overheadIsATenthUnlessSomebodySaysOtherwise(
      String heap, String overhead, String factor, long expected) {
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", heap);
    if (overhead != null) {
      conf.set("spark.executor.memoryOverhead", overhead);
    }
    if (factor != null) {
      conf.set("spark.executor.memoryOverheadFactor", factor);
    }
    assertEquals(expected, ProcessMemory.ofExecutor(conf).overhead() / MB);
  }

  @Test
  void javaCppTakesItsLimitsFromTheOptionsThatComeLast() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.executor.memory", "2g")
            .set(
                "spark.executor.defaultJavaOptions",
                "-Dorg.bytedeco.javacpp.maxbytes=1g -Dorg.bytedeco.javacpp.maxphysicalbytes=5g")
            .set(
                "spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxphysicalbytes=6144m");
    ProcessMemory memory = ProcessMemory.ofExecutor(conf);
    assertEquals(1024 * MB, memory.arrays());
    assertEquals(6144 * MB, memory.resident());
  }

  @Test
  void withoutOptionsJavaCppAllowsFourHeaps() {
    ProcessMemory memory =
        ProcessMemory.ofExecutor(new SparkConf(false).set("spark.executor.memory", "2g"));
    assertEquals(2048 * MB, memory.arrays());
    assertEquals(8192 * MB, memory.resident());
  }

  @Test
  void aStandaloneClusterIsAskedForItsCoresByExecutors() {
    ClusterSettings settings =
        of(
            Map.of(
                "spark.master", "spark://a:7077",
                "spark.cores.max", "12",
                "spark.executor.cores", "4",
                "spark.task.cpus", "2"));
    assertEquals(OptionalInt.of(3), settings.executors());
    assertEquals(2, settings.slots());
  }

  private static OptionalInt optional(Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
