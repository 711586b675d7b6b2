package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * Which GPUs of one process a worker computes on. On Spark this is a broadcast of nothing, so that
 * each executor has its own. Safe for use by several threads. A final class of plain fields, since
 * it crosses Spark.
 */
public final class GpuLeases {
  /** Made where it is used, since it does not cross. */
  private transient Set<String> taken;

  /**
   * The GPU that Spark set aside for a task, the calling thread's from now on; an empty lease where
   * Spark was asked for none.
   *
   * @throws Failure {@code CONFIGURATION} if another task of this process has it, or if Spark set
   *     aside more than one
   */
  public GpuLease lease(TaskContext task) {
    Optional<String> address = address(task);
    address.ifPresent(this::take);
    GpuLease lease = new GpuLease(this, address);
    try {
      lease.bind();
      return lease;
    } catch (Throwable thrown) {
      lease.close();
      throw thrown;
    }
  }

  /** The GPU of a task; empty if it has none. */
  static Optional<String> address(TaskContext task) {
    ResourceInformation gpus = task.resourcesJMap().get(GpuRequirements.RESOURCE);
    if (gpus == null || gpus.addresses().length == 0) {
      return Optional.empty();
    }
    if (gpus.addresses().length > 1) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "a task has the GPUs %s, but a worker computes on one: set %s to 1"
              .formatted(Arrays.toString(gpus.addresses()), GpuRequirements.TASK));
    }
    return Optional.of(gpus.addresses()[0]);
  }

  private synchronized void take(String address) {
    if (taken == null) {
      taken = new HashSet<>();
    }
    if (!taken.add(address)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "two workers at once were given GPU %s of executor %s: set %s to 1"
              .formatted(address, SparkEnv.get().executorId(), GpuRequirements.TASK));
    }
  }

  synchronized void giveBack(String address) {
    taken.remove(address);
  }
}
