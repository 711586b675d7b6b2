package io.sparkdcgan.spark.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.gpu.TaskArithmetic.VisibleGpus;
import org.junit.jupiter.api.Test;

class VisibleGpusTest {
  @Test
  void cudaCountsAllGpusOfTheMachineWhereNothingHidesThem() {
    assertEquals(3, new VisibleGpus(null).number("3"));
  }

  @Test
  void cudaCountsTheGpusThatItIsShown() {
    VisibleGpus gpus = new VisibleGpus("5, 2,GPU-8932f937");
    assertEquals(0, gpus.number("5"));
    assertEquals(1, gpus.number("2"));
    assertEquals(2, gpus.number("GPU-8932f937"));
  }

  @Test
  void gpuThatTheExecutorDoesNotSeeIsRefused() {
    assertRefused("GPU 0 was handed out, but the executor sees only", new VisibleGpus("1,2"), "0");
    assertRefused("GPU 0 was handed out", new VisibleGpus(""), "0");
    assertRefused("GPU GPU-89 is no number", new VisibleGpus(null), "GPU-89");
  }

  private static void assertRefused(String sentence, VisibleGpus gpus, String address) {
    Failure failure = assertThrows(Failure.class, () -> gpus.number(address));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    assertTrue(failure.getMessage().startsWith(sentence), failure.getMessage());
  }
}
