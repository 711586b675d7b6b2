package io.sparkdcgan.spark;

import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** Gives a task as many cores as a worker computes with, or says why that cannot be. */
final class TaskCores {
  private static final String CPUS = "spark.task.cpus";
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*)(?:,[^]]*)?])?");

  private TaskCores() {}

  /**
   * Sets {@code spark.task.cpus}, and executors' {@code OMP_NUM_THREADS} to the same, unless
   * somebody has.
   *
   * @throws Failure {@code CONFIGURATION} if it is set lower, or if a local master has fewer cores
   */
  static void require(SparkConf conf, ComputeConfig compute) {
    int threads = compute.threads();
    conf.setIfMissing(CPUS, String.valueOf(threads));
    int cpus = conf.getInt(CPUS, 1);
    if (cpus < threads) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "compute.threads is %s, but %s is %s: raise it to %s, or leave it out"
              .formatted(threads, CPUS, cpus, threads));
    }
    // Spark says so itself to executors, but not on Kubernetes; there each task would take as many
    // threads as its machine has cores.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", String.valueOf(cpus));
    String master = conf.get("spark.master", JobContext.DEFAULT_MASTER);
    OptionalInt local = ofLocal(master);
    if (local.isPresent() && local.getAsInt() < cpus) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "compute.threads is %s, but %s has %s cores: lower it, or name more cores"
              .formatted(threads, master, local.getAsInt()));
    }
  }

  /** The cores of a local master; empty for any other. */
  static OptionalInt ofLocal(String master) {
    Matcher local = LOCAL.matcher(master);
    return local.matches() ? OptionalInt.of(cores(local.group(1))) : OptionalInt.empty();
  }

  private static int cores(String named) {
    if (named == null) {
      return 1;
    }
    return named.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(named);
  }
}
