package io.sparkdcgan.launch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DriverProcessTest {
  @ParameterizedTest
  @ValueSource(strings = {"200m", "40M", "449", "460000k", "460000kb", "1024b"})
  void heapInWhichSparkCannotStartIsRefused(String memory) {
    Failure failure = assertThrows(Failure.class, () -> DriverProcess.requireHeap(options(memory)));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"450m", "1g", "512", "1t", "8GB", "", "what Spark is to judge"})
  void anyOtherIsTaken(String memory) {
    assertDoesNotThrow(() -> DriverProcess.requireHeap(options(memory)));
  }

  @Test
  void userWithoutANameIsRefused() {
    assertEquals(
        ExitCode.CONFIGURATION,
        assertThrows(Failure.class, () -> DriverProcess.requireUser("?")).code());
    assertDoesNotThrow(() -> DriverProcess.requireUser("spark"));
  }

  private static SparkOptions options(String memory) {
    Machine machine = new Machine("/opt/dcgan", "/opt/spark/bin/spark-submit", "", Map.of(), 2, 1);
    return new SparkOptions(machine, List.of("--driver-memory", memory));
  }
}
