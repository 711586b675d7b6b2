package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Where a task computes. ND4J knows a GPU by the thread: a thread that has none is given the next
 * in turn when it first asks, which may be another task's. So a task's thread is bound before its
 * first array, and no other thread of it touches ND4J. On the CPU backend nothing is bound.
 */
public final class TaskArithmetic {
  private TaskArithmetic() {}

  /**
   * Before a task computes that trains no worker and has no number of threads of its own to keep
   * to: on the GPU that Spark gave it, if any, and with one thread.
   */
  public static void begin() {
    TaskContext task = TaskContext.get();
    if (task != null) {
      GpuLeases.address(task).ifPresent(TaskArithmetic::bind);
    }
    ComputeThreads.use(1);
  }

  /** Has the calling thread compute on the GPU of this address. */
  static void bind(String address) {
    // Loads the backend, in this thread if it is the first.
    if (Nd4j.getEnvironment().isCPU()) {
      return;
    }
    int number = VisibleGpus.ofThisProcess().number(address);
    AffinityManager gpus = Nd4j.getAffinityManager();
    if (number >= gpus.getNumberOfDevices()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "GPU %s was handed out, but CUDA shows executor %s only %s: the discovery script has to run with the same CUDA_VISIBLE_DEVICES"
              .formatted(address, SparkEnv.get().executorId(), gpus.getNumberOfDevices()));
    }
    requireServed(address, number);
    gpus.unsafeSetDevice(number);
  }

  /** Where nvidia-smi could not be asked before. */
  private static void requireServed(String address, int number) {
    NativeOps gpus = NativeOpsHolder.getInstance().getDeviceNativeOps();
    NvidiaSmi.Capability capability =
        new NvidiaSmi.Capability(gpus.getDeviceMajor(number), gpus.getDeviceMinor(number));
    if (!capability.isServed()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          WorkerGpus.unserved(
              "GPU %s of executor %s".formatted(address, SparkEnv.get().executorId()),
              gpus.getDeviceName(number),
              capability));
    }
  }

  /**
   * The GPUs that CUDA shows this process, which it counts from 0: all of the machine's in the
   * order of the driver, or those that {@code CUDA_VISIBLE_DEVICES} names in the order it names
   * them.
   */
  static final class VisibleGpus {
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
}
