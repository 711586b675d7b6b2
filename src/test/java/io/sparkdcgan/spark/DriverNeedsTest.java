package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the machine or its settings lack, said before or in place of Spark's own words. */
final class DriverNeedsTest {
  @TempDir private Path folder;

  @Test
  void smallHeapIsRefused() {
    refused(() -> DriverNeeds.requireHeap(200L << 20));
    assertDoesNotThrow(() -> DriverNeeds.requireHeap(512L << 20));
  }

  @Test
  void oneFolderForSparksFilesMustTakeSome() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    refused(() -> DriverNeeds.requireFolder(file + "/below"));
    assertDoesNotThrow(() -> DriverNeeds.requireFolder(file + "/below," + folder.resolve("new")));
    assertEquals(0, folder.resolve("new").toFile().list().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4,2", "0", "four", "-1", "4 ", "1e3"})
  void threadsAreOneNumber(String threads) {
    refused(() -> PlatformNeeds.requireThreads(threads));
  }

  @Test
  void javaAndSparkAreThoseOfTheBuild() {
    assertDoesNotThrow(PlatformNeeds::require);
    refused(() -> PlatformNeeds.requireJava(11));
    refused(() -> PlatformNeeds.requireJava(25));
    refused(() -> PlatformNeeds.requireSpark("3.3.4"));
    refused(() -> PlatformNeeds.requireSpark("4.0.1"));
  }

  /** Each is a mistake that Spark tells by another exception. */
  @ParameterizedTest
  @CsvSource({
    "spark.io.compression.codec,foo",
    "spark.extraListeners,com.foo.Bar",
    "spark.plugins,com.foo.Bar",
    "spark.shuffle.manager,com.foo.Bar",
    "spark.kryo.classesToRegister,com.foo.Bar",
    "spark.task.cpus,abc",
    "spark.driver.bindAddress,10.99.99.99",
    "spark.driver.port,99999",
    "spark.eventLog.dir,file:///nonexistent/events",
    "spark.executor.memory,100m"
  })
  void settingThatCannotBeIsNamed(String key, String value) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[1]")
            .set("spark.ui.enabled", "false")
            .set("spark.port.maxRetries", "1")
            .set(key, value);
    if (key.startsWith("spark.eventLog")) {
      conf.set("spark.eventLog.enabled", "true");
    }
    Failure failure = refused(() -> JobContext.open("refused", conf).close());
    assertTrue(
        failure.getMessage().contains(key)
            || failure.getMessage().contains("spark.driver.bindAddress")
            || failure.getMessage().contains("startPort")
            || failure.getMessage().contains(value),
        failure.getMessage());
  }

  private static Failure refused(Executable work) {
    Failure failure = assertThrows(Failure.class, work);
    assertEquals(ExitCode.CONFIGURATION, failure.code(), failure.getMessage());
    return failure;
  }
}
