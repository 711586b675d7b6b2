package io.sparkdcgan.spark;

import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;

/**
 * What a context that somebody else made must have: set before it is made, or seen to be there once
 * it is. What makes jobs faster and is not needed is set and not asked for.
 */
public final class ContextNeeds {
  private static final String SERIALIZER = "spark.serializer";
  private static final String REGISTRATOR = "spark.kryo.registrator";
  private static final String LOCALITY_WAIT = "spark.locality.wait";
  private static final String CPUS = "spark.task.cpus";

  /** How a context gets what it lacks. */
  private static final String REMEDY =
      "before the context is made, as DcganSpark.configure(SparkConf) does";

  private ContextNeeds() {}

  /**
   * Adds what is missing and leaves what is set.
   *
   * @param compute what a task computes with
   * @throws Failure {@code CONFIGURATION} if something is set that cannot be
   */
  public static void setIfMissing(SparkConf conf, ComputeConfig compute) {
    conf.setIfMissing(SERIALIZER, KryoSerializer.class.getName());
    String registrators = conf.get(REGISTRATOR, "");
    if (!List.of(registrators.split(",")).contains(KryoTypes.class.getName())) {
      conf.set(
          REGISTRATOR,
          registrators.isEmpty()
              ? KryoTypes.class.getName()
              : registrators + "," + KryoTypes.class.getName());
    }
    JobContext.setIfMissing(conf);
    JobContext.setIfMissing(conf, compute);
    throwIfAny(mistakes(conf));
  }

  /**
   * Sees that a context can do all the work here.
   *
   * @throws Failure {@code CONFIGURATION}, naming every setting that is in the way, {@code
   *     UNAVAILABLE} if it is stopped
   */
  public static void require(JavaSparkContext spark) {
    throwIfAny(mistakes(conf(spark)));
  }

  /**
   * Sees that it can train as well.
   *
   * @throws Failure {@code CONFIGURATION}, naming every setting that is in the way, {@code
   *     UNAVAILABLE} if it is stopped
   */
  public static void require(JavaSparkContext spark, ComputeConfig compute) {
    SparkConf conf = conf(spark);
    List<String> mistakes = mistakes(conf);
    int cpus = conf.getInt(CPUS, 1);
    if (cpus < compute.threads()) {
      mistakes.add(
          "compute.threads is %s, but %s of this context is %s: set it to %s before the context is made, or lower compute.threads"
              .formatted(compute.threads(), CPUS, cpus, compute.threads()));
    }
    throwIfAny(mistakes);
  }

  /**
   * Sees that a context hands on tensors as they are. Java's own serializer does, too.
   *
   * @throws Failure {@code CONFIGURATION} if it does not
   */
  public static void requireForTensors(JavaSparkContext spark) {
    SparkConf conf = conf(spark);
    if (serializer(conf).equals(KryoSerializer.class.getName())) {
      List<String> mistakes = new ArrayList<>();
      requireRegistrator(conf, mistakes);
      throwIfAny(mistakes);
    }
  }

  private static SparkConf conf(JavaSparkContext spark) {
    if (spark.sc().isStopped()) {
      throw new Failure(ExitCode.UNAVAILABLE, "this Spark context is stopped: open another");
    }
    return spark.getConf();
  }

  private static List<String> mistakes(SparkConf conf) {
    List<String> mistakes = new ArrayList<>();
    if (serializer(conf).equals(KryoSerializer.class.getName())) {
      requireRegistrator(conf, mistakes);
    } else {
      mistakes.add(
          "%s is %s, which cannot send states and images: set it to %s %s"
              .formatted(SERIALIZER, serializer(conf), KryoSerializer.class.getName(), REMEDY));
    }
    // Nothing wakes a local scheduler when the wait is over: the job would hang.
    if (conf.get("spark.master", JobContext.DEFAULT_MASTER).startsWith("local")
        && conf.getTimeAsMs(LOCALITY_WAIT, "3s") != 0) {
      mistakes.add(
          "%s is %s, with which jobs on a local master may wait forever: set it to 0s %s"
              .formatted(LOCALITY_WAIT, conf.get(LOCALITY_WAIT, "3s"), REMEDY));
    }
    return mistakes;
  }

  private static String serializer(SparkConf conf) {
    return conf.get(SERIALIZER, "org.apache.spark.serializer.JavaSerializer");
  }

  /** Asks Kryo itself: another registrator may call ours. */
  private static void requireRegistrator(SparkConf conf, List<String> mistakes) {
    if (!KryoTypes.areKnownTo(new KryoSerializer(conf).newKryo())) {
      mistakes.add(
          "%s is '%s', with which arrays arrive spoiled: add %s to it %s"
              .formatted(
                  REGISTRATOR, conf.get(REGISTRATOR, ""), KryoTypes.class.getName(), REMEDY));
    }
  }

  private static void throwIfAny(List<String> mistakes) {
    if (!mistakes.isEmpty()) {
      throw new Failure(ExitCode.CONFIGURATION, String.join("; ", mistakes));
    }
  }
}
