package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether every worker will have a GPU of its own, told before training starts. */
public final class WorkerGpus {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerGpus.class);
  private static final String CUDA = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  private WorkerGpus() {}

  /**
   * Looks at what Spark was told, before it is opened.
   *
   * @throws Failure {@code CONFIGURATION} if a worker would share a GPU, have several or none
   */
  public static void requireConfigured(SparkConf conf) {
    require(GpuRequirements.configured(conf, isBuiltForCuda()));
  }

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
    requireConfigured(conf);
    if (!GpuRequirements.areWanted(conf)) {
      return OptionalInt.empty();
    }
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      LOG.info("GPUs are not counted, since executors come and go");
      return OptionalInt.empty();
    }
    GpuInventory inventory = GpuInventory.awaited(spark, workers);
    require(GpuRequirements.enough(inventory.gpus(), workers));
    LOG.info(
        "{} workers on {} GPUs of {} executors",
        workers,
        inventory.gpus(),
        inventory.byExecutor().size());
    if (isBuiltForCuda()) {
      require(GpuRequirements.served(new GpuProbe(spark).look(inventory)));
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

  /** Whether the CUDA backend is in the job's jar; loads nothing of it. */
  private static boolean isBuiltForCuda() {
    return WorkerGpus.class.getClassLoader().getResource(CUDA) != null;
  }
}
