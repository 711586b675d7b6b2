package io.sparkdcgan.spark;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * What Spark was told of a job's resources, with Spark's own defaults where nobody said anything.
 *
 * @param master as spark-submit was told
 * @param kind who hands out executors
 * @param driverContained whether the driver lies in a container that is ended when it outgrows it
 * @param executor memory of each executor; the driver's on a local master
 * @param driver memory of this process
 * @param executorCores of each executor; empty on a standalone cluster where nobody said
 * @param taskCpus cores that one task takes
 * @param executors how many were asked for; empty where the cluster gives what it has
 * @param ompThreads {@code OMP_NUM_THREADS} of executors, if somebody set it
 * @param maxResultBytes the most that tasks of one job may send to the driver; 0 for any
 * @param kryoBufferBytes the most that Kryo may write at once
 * @param elasticity which executors and tasks may come and go
 */
public record ClusterSettings(
    String master,
    Kind kind,
    boolean driverContained,
    ProcessMemory executor,
    ProcessMemory driver,
    OptionalInt executorCores,
    int taskCpus,
    OptionalInt executors,
    OptionalInt ompThreads,
    long maxResultBytes,
    long kryoBufferBytes,
    Elasticity elasticity) {

  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*([0-9]+)\\s*,\\s*([0-9]+)\\s*,\\s*([0-9]+)\\s*]");

  /** Who hands out executors. */
  public enum Kind {
    /** Nobody: tasks run in the driver. */
    LOCAL,
    /** A standalone cluster, whose workers count heaps and nothing else. */
    STANDALONE,
    /** Containers of heap and overhead, killed when they outgrow it. */
    YARN,
    /** Pods of heap and overhead, killed when they outgrow it. */
    KUBERNETES,
    /** Another, of whom nothing is known. */
    OTHER;

    /** Whether an executor that outgrows its container is killed. */
    public boolean contains() {
      return this == YARN || this == KUBERNETES;
    }
  }

  /**
   * Which executors and tasks may come and go.
   *
   * @param dynamic whether executors are asked for and given back as tasks come and go
   * @param shuffleTracking whether executors stay that hold shuffle files
   * @param shuffleService whether shuffle files outlive their executor
   * @param initialExecutors how many are asked for before there is a task
   * @param mostExecutors how many are asked for at most
   * @param speculation whether slow tasks are started a second time
   */
  public record Elasticity(
      boolean dynamic,
      boolean shuffleTracking,
      boolean shuffleService,
      int initialExecutors,
      int mostExecutors,
      boolean speculation) {}

  static ClusterSettings of(SparkConf conf) {
    String master = conf.get("spark.master", JobContext.DEFAULT_MASTER);
    Kind kind = kind(master);
    Elasticity elasticity = elasticity(conf);
    ProcessMemory driver = ProcessMemory.ofDriver(conf);
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    OptionalInt cores = setting(conf, "spark.executor.cores");
    OptionalInt executors = setting(conf, "spark.executor.instances");
    if (kind == Kind.LOCAL) {
      cores = OptionalInt.of(TaskCores.ofLocal(master).orElse(1));
      executors = OptionalInt.of(1);
    } else if (localCluster.matches()) {
      cores = cores.isPresent() ? cores : number(localCluster.group(2));
      executors = number(localCluster.group(1));
    } else if (kind.contains()) {
      cores = OptionalInt.of(cores.orElse(1));
      executors =
          elasticity.dynamic()
              ? OptionalInt.of(elasticity.initialExecutors())
              : OptionalInt.of(executors.orElse(2));
    } else if (conf.contains("spark.cores.max") && cores.isPresent()) {
      executors = OptionalInt.of(conf.getInt("spark.cores.max", 1) / cores.getAsInt());
    } else {
      executors = OptionalInt.empty();
    }
    return new ClusterSettings(
        master,
        kind,
        kind.contains() && conf.get("spark.submit.deployMode", "client").equals("cluster"),
        kind == Kind.LOCAL ? driver : ProcessMemory.ofExecutor(conf),
        driver,
        cores,
        conf.getInt("spark.task.cpus", 1),
        executors,
        setting(conf, "spark.executorEnv.OMP_NUM_THREADS"),
        conf.getSizeAsBytes("spark.driver.maxResultSize", "1g"),
        conf.getSizeAsMb("spark.kryoserializer.buffer.max", "64m") << 20,
        elasticity);
  }

  /** The same where executors turned out to have so many cores. */
  public ClusterSettings withExecutorCores(int cores) {
    return new ClusterSettings(
        master,
        kind,
        driverContained,
        executor,
        driver,
        OptionalInt.of(cores),
        taskCpus,
        executors,
        ompThreads,
        maxResultBytes,
        kryoBufferBytes,
        elasticity);
  }

  /** Tasks of a worker that run in an executor at once; at least 1, and 1 where nobody knows. */
  public int slots() {
    return Math.max(1, executorCores.orElse(taskCpus) / taskCpus);
  }

  private static Kind kind(String master) {
    if (master.startsWith("spark://") || LOCAL_CLUSTER.matcher(master).matches()) {
      return Kind.STANDALONE;
    }
    if (master.startsWith("local")) {
      return Kind.LOCAL;
    }
    if (master.equals("yarn")) {
      return Kind.YARN;
    }
    return master.startsWith("k8s://") ? Kind.KUBERNETES : Kind.OTHER;
  }

  private static Elasticity elasticity(SparkConf conf) {
    int least = conf.getInt("spark.dynamicAllocation.minExecutors", 0);
    int initial = conf.getInt("spark.dynamicAllocation.initialExecutors", least);
    return new Elasticity(
        conf.getBoolean("spark.dynamicAllocation.enabled", false),
        conf.getBoolean("spark.dynamicAllocation.shuffleTracking.enabled", true),
        conf.getBoolean("spark.shuffle.service.enabled", false),
        Math.max(Math.max(least, initial), conf.getInt("spark.executor.instances", 0)),
        conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE),
        conf.getBoolean("spark.speculation", false));
  }

  private static OptionalInt setting(SparkConf conf, String key) {
    return conf.contains(key) ? number(conf.get(key).strip()) : OptionalInt.empty();
  }

  private static OptionalInt number(String digits) {
    return digits.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }
}
