package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.TaskGpus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether every worker will have a GPU of its own, told before training starts. */
public final class WorkerGpus {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerGpus.class);

  private WorkerGpus() {}

  /**
   * Looks at what Spark was told, and at the GPUs that the executors have if it was asked for any:
   * waits until enough have registered, and where this build computes on GPUs has each executor
   * look at its own.
   *
   * @param workers that a round has
   * @return how many GPUs the executors have; empty where none were asked for or executors come and
   *     go
   * @throws Failure {@code CONFIGURATION} if a worker would share a GPU, have several or none, if
   *     there are fewer GPUs than workers, if a GPU is of a generation that this build has no code
   *     for, or if CUDA does not load
   */
  public static OptionalInt require(JavaSparkContext spark, int workers) {
    SparkConf conf = spark.sc().conf();
    TaskGpus.require(conf);
    if (!TaskGpus.areWanted(conf)) {
      return OptionalInt.empty();
    }
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      LOG.info("GPUs are not counted, since executors come and go");
      return OptionalInt.empty();
    }
    GpuInventory inventory = GpuInventory.awaited(spark, workers);
    require(enough(inventory.gpus(), workers));
    LOG.info(
        "{} workers on {} GPUs of {} executors",
        workers,
        inventory.gpus(),
        inventory.byExecutor().size());
    if (TaskGpus.isBuiltForCuda()) {
      require(served(new GpuProbe(spark).look(inventory)));
    } else {
      LOG.warn("GPUs are set aside and not used: this jar computes on CPUs");
    }
    return OptionalInt.of(inventory.gpus());
  }

  private static void require(List<String> mistakes) {
    if (!mistakes.isEmpty()) {
      throw new Failure(ExitCode.CONFIGURATION, String.join("; ", mistakes));
    }
  }

  /** GPUs of the executors that have registered against workers. */
  static List<String> enough(int gpus, int workers) {
    return gpus >= workers
        ? List.of()
        : List.of(
            "found %s %s for %s workers: raise spark.executor.instances or lower averaging.workers"
                .formatted(gpus, gpus == 1 ? "GPU" : "GPUs", workers));
  }

  /** What executors saw of the GPUs that they have, where this build computes on GPUs. */
  static List<String> served(List<GpuProbe.ExecutorGpus> executors) {
    List<String> mistakes = new ArrayList<>();
    Map<String, String> holders = new HashMap<>();
    for (GpuProbe.ExecutorGpus executor : executors) {
      for (NvidiaSmi.Gpu gpu : executor.leased()) {
        String place = "GPU %s of %s".formatted(gpu.index(), executor.name());
        gpu.capability()
            .filter(capability -> !capability.isServed())
            .ifPresent(capability -> mistakes.add(unserved(place, gpu.name(), capability)));
        String other = holders.put(gpu.uuid(), executor.name());
        if (other != null) {
          mistakes.add(
              "%s and %s both have GPU %s: two workers would compute on one; start one Spark worker on a machine, or give each its own by CUDA_VISIBLE_DEVICES"
                  .formatted(other, executor.name(), gpu.uuid()));
        }
      }
      if (mistakes.isEmpty() && executor.withoutCuda()) {
        mistakes.add(
            "%s has the GPUs %s, but ND4J's CUDA backend does not load there: install CUDA 11.6 and cuDNN 8.3, or look at its standard error for what is missing"
                .formatted(executor.name(), executor.addresses()));
      }
    }
    return mistakes;
  }

  static String unserved(String place, String name, NvidiaSmi.Capability capability) {
    return "%s is a %s of compute capability %s, but the CUDA backend of this build has code for %s and later ones of the same major number only: take another GPU (T4, V100, A10, A100), or the jar for CPUs"
        .formatted(place, name, capability, NvidiaSmi.Capability.served());
  }
}
