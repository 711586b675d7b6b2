package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The GPU that one task computes on while this is open, or none. ND4J knows a GPU by the thread: a
 * thread that has none is given the next in turn when it first asks, which may be another task's.
 * So the task's thread is bound before its first array, and no other thread of a worker touches
 * ND4J. On the CPU backend a lease binds nothing.
 */
public final class GpuLease implements AutoCloseable {
  private final GpuLeases leases;
  private final Optional<String> address;

  GpuLease(GpuLeases leases, Optional<String> address) {
    this.leases = leases;
    this.address = address;
  }

  /** For a task that trains no worker: its thread computes on the GPU that Spark gave the task. */
  public static void bindTask() {
    TaskContext task = TaskContext.get();
    if (task != null) {
      GpuLeases.address(task).ifPresent(GpuLease::bind);
    }
  }

  void bind() {
    address.ifPresent(GpuLease::bind);
  }

  /** Which executor's GPU it is, in words; empty for none. */
  public String holder() {
    return address
        .map(gpu -> "executor %s, GPU %s".formatted(SparkEnv.get().executorId(), gpu))
        .orElse("");
  }

  @Override
  public void close() {
    address.ifPresent(leases::giveBack);
  }

  private static void bind(String address) {
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
    ComputeCapability capability =
        new ComputeCapability(gpus.getDeviceMajor(number), gpus.getDeviceMinor(number));
    if (!capability.isServed()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          GpuRequirements.unserved(
              "GPU %s of executor %s".formatted(address, SparkEnv.get().executorId()),
              gpus.getDeviceName(number),
              capability));
    }
  }
}
