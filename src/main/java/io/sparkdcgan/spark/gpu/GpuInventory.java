package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.spark.TaskGpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * The GPUs of the executors that have registered, which may be fewer than Spark was asked for: a
 * cluster gives what it has.
 *
 * @param byExecutor where an executor runs and which GPUs it has, by its number
 */
record GpuInventory(Map<String, Executor> byExecutor) {
  private static final long LOOK_MILLIS = 100;

  /** One executor. */
  record Executor(String host, List<String> gpus) {}

  /**
   * Waits as Spark's scheduler does before its first task: until there are as many GPUs as that, or
   * all the executors that were asked for, or {@code
   * spark.scheduler.maxRegisteredResourcesWaitingTime} is over.
   */
  static GpuInventory awaited(JavaSparkContext spark, int gpus) {
    SparkConf conf = spark.sc().conf();
    long patience = conf.getTimeAsMs("spark.scheduler.maxRegisteredResourcesWaitingTime", "30s");
    long deadline = System.nanoTime() + patience * 1_000_000;
    int executors = expected(conf);
    GpuInventory found = now(spark);
    while (found.gpus() < gpus
        && found.byExecutor.size() < executors
        && System.nanoTime() < deadline) {
      pause();
      found = now(spark);
    }
    return found;
  }

  /** GPUs of all executors together. */
  int gpus() {
    return byExecutor.values().stream().mapToInt(executor -> executor.gpus().size()).sum();
  }

  private static GpuInventory now(JavaSparkContext spark) {
    Map<String, Executor> executors = new TreeMap<>();
    for (ExecutorSummary executor :
        JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true))) {
      if (!executor.id().equals("driver")) {
        String host = executor.hostPort().replaceFirst(":[0-9]+$", "");
        executors.put(executor.id(), new Executor(host, gpus(executor)));
      }
    }
    return new GpuInventory(executors);
  }

  private static List<String> gpus(ExecutorSummary executor) {
    Option<ResourceInformation> gpus = executor.resources().get(TaskGpus.RESOURCE);
    return gpus.isEmpty() ? new ArrayList<>() : List.of(gpus.get().addresses());
  }

  /**
   * How many executors there will be at most; a standalone cluster starts what fits if nobody says.
   */
  private static int expected(SparkConf conf) {
    if (!conf.get("spark.master").startsWith("spark://")) {
      return conf.getInt("spark.executor.instances", 2);
    }
    return conf.contains("spark.cores.max") && conf.contains("spark.executor.cores")
        ? conf.getInt("spark.cores.max", 1) / conf.getInt("spark.executor.cores", 1)
        : Integer.MAX_VALUE;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }
}
