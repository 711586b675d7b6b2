package io.sparkdcgan.spark;

import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Redaction;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.KryoRegistrator;
import scala.Option;

/** Opens Spark as every command needs it. */
public final class JobContext {
  public static final String DEFAULT_MASTER = "local[*]";

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

  /**
   * A broadcast state lies in an executor as blocks of 4 MB. In G1's regions of 1 or 2 MB, which it
   * takes for a heap of up to 4 GB, each of them is an object that is never moved, and soon there
   * is no place for an array of a state's size: see docs/decisions/0009-memory-model.md.
   */
  private static final String MOVABLE_BLOCKS = " -XX:G1HeapRegionSize=16m";

  /** In less, regions of this size would be too few, and states are small. */
  private static final long HEAP_OF_MANY_REGIONS_MB = 1024;

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

  /** The context of this process, if it has one that is open. */
  public static Optional<JavaSparkContext> active() {
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    return active.isDefined()
        ? Optional.of(JavaSparkContext.fromSparkContext(active.get()))
        : Optional.empty();
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
   * The same with another registrator, which registers our types as well.
   *
   * @throws Failure {@code CONFIGURATION} if there are not as many cores as a worker computes with
   */
  public static JavaSparkContext open(
      String name, ComputeConfig compute, Class<? extends KryoRegistrator> types) {
    return open(name, forTraining(compute), types);
  }

  /**
   * What a context for training would be told, before there is one.
   *
   * @throws Failure {@code CONFIGURATION} if there are not as many cores as a worker computes with
   */
  public static ClusterSettings settings(ComputeConfig compute) {
    SparkConf conf = forTraining(compute);
    setDefaults(conf, KryoTypes.class);
    return ClusterSettings.of(conf);
  }

  private static SparkConf forTraining(ComputeConfig compute) {
    SparkConf conf = new SparkConf();
    setIfMissing(conf, compute);
    return conf;
  }

  public static JavaSparkContext open(String name, SparkConf conf) {
    return open(name, conf, KryoTypes.class);
  }

  public static JavaSparkContext open(
      String name, SparkConf conf, Class<? extends KryoRegistrator> types) {
    conf.setAppName(name);
    try {
      setDefaults(conf, types);
      DriverNeeds.require(conf);
      StandaloneMaster.requireAdmission(conf);
      return new JavaSparkContext(conf);
    } catch (Exception e) { // Spark throws checked ones, too, and declares none
      throw ContextFault.of(e, conf);
    }
  }

  private static void setDefaults(SparkConf conf, Class<? extends KryoRegistrator> types) {
    conf.setIfMissing("spark.master", DEFAULT_MASTER);
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.set("spark.kryo.registrator", types.getName());
    conf.set("spark.kryo.registrationRequired", "true");
    // In Spark's page, event log and the logs of its daemons; by default it knows four names.
    conf.setIfMissing("spark.redaction.regex", Redaction.SECRET_NAMES);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").startsWith("local")) {
      // Nothing there wakes the scheduler when the wait is over, and the job hangs.
      conf.set("spark.locality.wait", "0s");
      // A task that runs out of memory would end the JVM, which here is the driver's: the run shall
      // end with its own word and exit code.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
      // A computer that slept for two minutes would count as a dead executor when it wakes, and
      // ten minutes later the job would end: here nobody else could do the work.
      conf.setIfMissing("spark.storage.blockManagerHeartbeatTimeoutMs", "365d");
    }
    setIfMissing(conf);
  }

  /** What every job here is faster with, or more patient. */
  static void setIfMissing(SparkConf conf) {
    conf.setIfMissing("spark.kryoserializer.buffer.max", "1g");
    // States or pixels: hardly a byte less.
    conf.setIfMissing("spark.shuffle.compress", "false");
    // A file for each reducer, put together afterward, would be written twice.
    conf.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "0");
    setExecutorOptions(conf);
    KEEPING_MEMORY.forEach(
        (variable, value) -> conf.setIfMissing("spark.executorEnv." + variable, value));
    // Fetching a shard from a busy executor costs less than waiting for it.
    conf.setIfMissing("spark.locality.wait", "0s");
    StoragePatience.setIfMissing(conf);
  }

  /**
   * What training needs besides.
   *
   * @throws Failure {@code CONFIGURATION} if there are not as many cores as a worker computes with
   */
  static void setIfMissing(SparkConf conf, ComputeConfig compute) {
    TaskCores.require(conf, compute);
    TaskGpus.require(conf);
    // What is broadcast is states, whose bits nothing makes fewer.
    conf.setIfMissing("spark.broadcast.compress", "false");
    // A task of a round that was given up and that no interrupt ends would keep its core for ever:
    // its executor is ended, and the cluster starts another. A worker heeds interrupts between its
    // steps, so the time is that of a very long step.
    conf.setIfMissing("spark.task.reaper.enabled", "true");
    conf.setIfMissing("spark.task.reaper.killTimeout", "120s");
  }

  /** Before what the user set, whose options win. */
  private static void setExecutorOptions(SparkConf conf) {
    String key = "spark.executor.defaultJavaOptions";
    boolean large = conf.getSizeAsMb("spark.executor.memory", "1g") >= HEAP_OF_MANY_REGIONS_MB;
    String ours = WAITING_FOR_COPIES + (large ? MOVABLE_BLOCKS : "");
    String theirs = conf.get(key, "");
    // Somebody else's configuration may come here twice.
    if (!theirs.startsWith(ours)) {
      conf.set(key, (ours + " " + theirs).strip());
    }
  }
}
