package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.spark.JobContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * What a run asks of GPUs: one for each worker that computes, or none at all. Judgments only; each
 * is a list of sentences that say what is wrong and what to do, empty if nothing is.
 */
final class GpuRequirements {
  static final String RESOURCE = "gpu";
  static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  static final String TASK = "spark.task.resource.gpu.amount";

  private GpuRequirements() {}

  /** Whether Spark is asked for GPUs. */
  static boolean areWanted(SparkConf conf) {
    return isSet(conf, EXECUTOR) && isSet(conf, TASK);
  }

  /**
   * What Spark was told, before it is opened.
   *
   * @param cuda whether this build computes on GPUs
   */
  static List<String> configured(SparkConf conf, boolean cuda) {
    boolean executor = isSet(conf, EXECUTOR);
    boolean task = isSet(conf, TASK);
    if (executor && !task) {
      return List.of(
          "%s is %s, but %s is not set: workers would compute without a GPU; set it to 1"
              .formatted(EXECUTOR, conf.get(EXECUTOR), TASK));
    }
    if (task && !executor) {
      return List.of(
          "%s is %s, but %s is not set: executors would have no GPU to give; set it to the GPUs of one executor"
              .formatted(TASK, conf.get(TASK), EXECUTOR));
    }
    if (!task) {
      return cuda
          ? List.of(
              "this jar computes on GPUs, but %s and %s are not set: set both to 1 (conf/spark-gpu.properties), or take the jar for CPUs (unset DCGAN_BACKEND)"
                  .formatted(EXECUTOR, TASK))
          : List.of();
    }
    List<String> mistakes = new ArrayList<>();
    if (!conf.get(EXECUTOR).strip().matches("0*[1-9][0-9]{0,3}")) {
      mistakes.add(
          "%s must be a whole number from 1 to 9999, but is %s: set it to the GPUs of one executor"
              .formatted(EXECUTOR, conf.get(EXECUTOR)));
    }
    ofTask(conf.get(TASK)).ifPresent(mistakes::add);
    String master = conf.get("spark.master", JobContext.DEFAULT_MASTER);
    if (master.matches("local(\\[.*)?")) {
      mistakes.add(
          "%s is %s, but the master %s gives its tasks no GPUs: start a standalone cluster on this machine, or leave it out"
              .formatted(TASK, conf.get(TASK), master));
    }
    return mistakes;
  }

  private static Optional<String> ofTask(String amount) {
    double gpus = number(amount);
    if (gpus == 1) {
      return Optional.empty();
    }
    String why =
        gpus > 0 && gpus < 1
            ? "two workers would compute on one GPU"
            : "a worker computes on one GPU";
    return Optional.of("%s must be 1, but is %s: %s; set it to 1".formatted(TASK, amount, why));
  }

  /** GPUs of the executors that have registered against workers. */
  static List<String> enough(int gpus, int workers) {
    return gpus >= workers
        ? List.of()
        : List.of(
            "found %d %s for %d workers: raise spark.executor.instances or lower averaging.workers"
                .formatted(gpus, gpus == 1 ? "GPU" : "GPUs", workers));
  }

  /** What executors saw of the GPUs that they have, where this build computes on GPUs. */
  static List<String> served(List<ExecutorGpus> executors) {
    List<String> mistakes = new ArrayList<>();
    Map<String, String> holders = new HashMap<>();
    for (ExecutorGpus executor : executors) {
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

  static String unserved(String place, String name, ComputeCapability capability) {
    return "%s is a %s of compute capability %s, but the CUDA backend of this build has code for %s and later ones of the same major number only: take another GPU (T4, V100, A10, A100), or the jar for CPUs"
        .formatted(place, name, capability, ComputeCapability.served());
  }

  private static boolean isSet(SparkConf conf, String key) {
    return conf.contains(key) && number(conf.get(key)) != 0;
  }

  private static double number(String written) {
    try {
      return Double.parseDouble(written.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
