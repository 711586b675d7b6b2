package io.sparkdcgan.spark;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;

/** What Spark is told of GPUs: one for each task that computes, or none at all. */
public final class TaskGpus {
  /** Spark's name of the resource. */
  public static final String RESOURCE = "gpu";

  /** How many an executor has. */
  public static final String EXECUTOR = "spark.executor.resource.gpu.amount";

  /** How many a task has. */
  public static final String TASK = "spark.task.resource.gpu.amount";

  private static final String CUDA = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  private TaskGpus() {}

  /**
   * Looks at what Spark was told, before it is opened.
   *
   * @throws Failure {@code CONFIGURATION} if a worker would share a GPU, have several or none
   */
  public static void require(SparkConf conf) {
    List<String> mistakes = mistakes(conf, isBuiltForCuda());
    if (!mistakes.isEmpty()) {
      throw new Failure(ExitCode.CONFIGURATION, String.join("; ", mistakes));
    }
  }

  /** Whether the CUDA backend is in the job's jar; loads nothing of it. */
  public static boolean isBuiltForCuda() {
    return TaskGpus.class.getClassLoader().getResource(CUDA) != null;
  }

  /** Whether Spark is asked for GPUs. */
  public static boolean areWanted(SparkConf conf) {
    return isSet(conf, EXECUTOR) && isSet(conf, TASK);
  }

  /**
   * What is wrong with what Spark was told, and what to do about it.
   *
   * @param cuda whether this build computes on GPUs
   */
  static List<String> mistakes(SparkConf conf, boolean cuda) {
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
