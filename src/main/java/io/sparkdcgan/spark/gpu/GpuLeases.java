package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.TaskGpus;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * Which GPUs of one process a worker computes on. On Spark this is a broadcast of nothing, so that
 * each executor has its own. Safe for use by several threads. Crosses Spark.
 */
public final class GpuLeases {
  /** The GPU that one task computes on while this is open, or none. */
  public static final class Lease implements AutoCloseable {
    private final GpuLeases leases;
    private final Optional<String> address;

    private Lease(GpuLeases leases, Optional<String> address) {
      this.leases = leases;
      this.address = address;
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
  }

  /** Made where it is used, since it does not cross. */
  private transient Set<String> taken;

  /**
   * The GPU that Spark set aside for a task, the calling thread's from now on; an empty lease where
   * Spark was asked for none.
   *
   * @throws Failure {@code CONFIGURATION} if another task of this process has it, or if Spark set
   *     aside more than one
   */
  public Lease lease(TaskContext task) {
    Optional<String> address = address(task);
    address.ifPresent(this::take);
    Lease lease = new Lease(this, address);
    try {
      address.ifPresent(TaskArithmetic::bind);
      return lease;
    } catch (Throwable thrown) {
      lease.close();
      throw thrown;
    }
  }

  /** The GPU of a task; empty if it has none. */
  static Optional<String> address(TaskContext task) {
    ResourceInformation gpus = task.resourcesJMap().get(TaskGpus.RESOURCE);
    if (gpus == null || gpus.addresses().length == 0) {
      return Optional.empty();
    }
    if (gpus.addresses().length > 1) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "a task has the GPUs %s, but a worker computes on one: set %s to 1"
              .formatted(Arrays.toString(gpus.addresses()), TaskGpus.TASK));
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
              .formatted(address, SparkEnv.get().executorId(), TaskGpus.TASK));
    }
  }

  synchronized void giveBack(String address) {
    taken.remove(address);
  }
}
