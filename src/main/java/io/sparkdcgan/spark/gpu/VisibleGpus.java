package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.stream.Stream;

/**
 * The GPUs that CUDA shows this process, which it counts from 0: all of the machine's in the order
 * of the driver, or those that {@code CUDA_VISIBLE_DEVICES} names in the order it names them.
 */
final class VisibleGpus {
  private static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

  private final String named;

  /**
   * @param named the variable's value, null if it is not set
   */
  VisibleGpus(String named) {
    this.named = named;
  }

  static VisibleGpus ofThisProcess() {
    return new VisibleGpus(System.getenv(VARIABLE));
  }

  /**
   * CUDA's own number for an address that Spark handed out.
   *
   * @throws Failure {@code CONFIGURATION} if this process does not see that GPU
   */
  int number(String address) {
    if (named == null) {
      if (address.matches("[0-9]{1,4}")) {
        return Integer.parseInt(address);
      }
      throw new Failure(
          ExitCode.CONFIGURATION,
          "GPU %s is no number, and %s is not set in the executor: discover GPUs with submit/gpu-discovery, or set spark.executorEnv.%s"
              .formatted(address, VARIABLE, VARIABLE));
    }
    List<String> visible = Stream.of(named.split(",", -1)).map(String::strip).toList();
    int number = visible.indexOf(address);
    if (number < 0) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "GPU %s was handed out, but the executor sees only %s=%s: the discovery script has to run with the same"
              .formatted(address, VARIABLE, named));
    }
    return number;
  }
}
