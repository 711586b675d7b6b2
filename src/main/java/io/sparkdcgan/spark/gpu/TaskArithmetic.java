package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
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
          "GPU %s was handed out, but CUDA shows executor %s only %d: the discovery script has to run with the same CUDA_VISIBLE_DEVICES"
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
}
