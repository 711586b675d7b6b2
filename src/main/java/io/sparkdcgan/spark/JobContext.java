package io.sparkdcgan.spark;

import io.sparkdcgan.config.ComputeConfig;
import io.sparkdcgan.failure.Failure;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.KryoRegistrator;

/** Opens Spark as every command needs it. */
public final class JobContext {
  static final String DEFAULT_MASTER = "local[*]";

  /**
   * Has glibc keep what oneDNN frees in every operation: given back to the kernel, it would come
   * again page by page, which takes a tenth of a step. One arena, since others cannot hold blocks
   * above 64 MB. {@code submit/dcgan} sets the same for a local master.
   */
  private static final Map<String, String> KEEPING_MEMORY =
      Map.of(
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "17179869184",
          "MALLOC_TOP_PAD_", "67108864",
          "MALLOC_ARENA_MAX", "1");

  /**
   * Java 17 cannot collect while native code holds an array, as ND4J does whenever it copies one.
   * Who needs memory then waits and tries again, by default twice: with several tasks in one heap
   * that was an OutOfMemoryError with a gigabyte free. Java 22 has done away with the count.
   */
  private static final String WAITING_FOR_COPIES =
      "-XX:+UnlockDiagnosticVMOptions -XX:+IgnoreUnrecognizedVMOptions"
          + " -XX:GCLockerRetryAllocationCount=1000";

  private JobContext() {}

  /**
   * A Spark context with Kryo required for everything that crosses the network. What spark-submit
   * was told (master, resources) comes from the system properties that it sets.
   *
   * @param name what Spark's UI shows, for example {@code dcgan train faces-64}
   */
  public static JavaSparkContext open(String name) {
    return open(name, new SparkConf());
  }

  /**
   * The settings of Hadoop's file systems for a command that needs storage and no Spark context:
   * Hadoop's own files, what spark-submit was told as {@code spark.hadoop.*}, and how long to wait
   * where neither says so.
   */
  public static Configuration storage() {
    SparkConf conf = new SparkConf();
    StoragePatience.setIfMissing(conf);
    return SparkHadoopUtil.get().newConfiguration(conf);
  }

  /**
   * A context for training: a task takes as many cores as a worker computes with.
   *
   * @throws Failure {@code CONFIGURATION} if there are not that many, or if workers would share
   *     GPUs
   */
  public static JavaSparkContext open(String name, ComputeConfig compute) {
    return open(name, compute, KryoTypes.class);
  }

  /**
   * The same for a benchmark in which dl4j-spark's training master takes part: its types may cross
   * the network as well.
   *
   * @throws Failure {@code CONFIGURATION} if there are not as many cores as a worker computes with
   */
  public static JavaSparkContext openForStockMaster(String name, ComputeConfig compute) {
    return open(name, compute, StockTypes.class);
  }

  private static JavaSparkContext open(
      String name, ComputeConfig compute, Class<? extends KryoRegistrator> types) {
    SparkConf conf = new SparkConf();
    TaskCores.require(conf, compute);
    WorkerGpus.requireConfigured(conf);
    // What is broadcast is states, whose bits nothing makes fewer.
    conf.setIfMissing("spark.broadcast.compress", "false");
    // A task of a round that was given up and that no interrupt ends would keep its core for ever:
    // its executor is ended, and the cluster starts another. A worker heeds interrupts between its
    // steps, so the time is that of a very long step.
    conf.setIfMissing("spark.task.reaper.enabled", "true");
    conf.setIfMissing("spark.task.reaper.killTimeout", "120s");
    return open(name, conf, types);
  }

  static JavaSparkContext open(String name, SparkConf conf) {
    return open(name, conf, KryoTypes.class);
  }

  static JavaSparkContext open(
      String name, SparkConf conf, Class<? extends KryoRegistrator> types) {
    conf.setAppName(name);
    conf.setIfMissing("spark.master", DEFAULT_MASTER);
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.set("spark.kryo.registrator", types.getName());
    conf.set("spark.kryo.registrationRequired", "true");
    conf.setIfMissing("spark.kryoserializer.buffer.max", "1g");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // States or pixels: hardly a byte less.
    conf.setIfMissing("spark.shuffle.compress", "false");
    // A file for each reducer, put together afterward, would be written twice.
    conf.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "0");
    conf.setIfMissing("spark.executor.defaultJavaOptions", WAITING_FOR_COPIES);
    KEEPING_MEMORY.forEach(
        (variable, value) -> conf.setIfMissing("spark.executorEnv." + variable, value));
    // Fetching a shard from a busy executor costs less than waiting for it. A local master must not
    // wait at all: nothing there wakes the scheduler when the wait is over, and the job hangs.
    if (conf.get("spark.master").startsWith("local")) {
      conf.set("spark.locality.wait", "0s");
      // A task that runs out of memory would end the JVM, which here is the driver's: the run shall
      // end with its own word and exit code.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    conf.setIfMissing("spark.locality.wait", "0s");
    StoragePatience.setIfMissing(conf);
    StandaloneMaster.requireReachable(conf.get("spark.master"));
    return new JavaSparkContext(conf);
  }
}
