package io.sparkdcgan.api;

import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.ContextNeeds;
import org.apache.spark.SparkConf;

/** What a Spark context of a program's own needs for the work here. */
public final class DcganSpark {
  private DcganSpark() {}

  /**
   * Adds what a context is to have before it is made; what is set already stays. Of what is added,
   * {@code spark.serializer} (Kryo), our name among {@code spark.kryo.registrator} and, with a
   * local master, {@code spark.locality.wait} of 0s are needed; the rest makes jobs faster, or
   * storage clients give up sooner.
   *
   * @return the same, for chaining
   * @throws Failure {@code CONFIGURATION} if something is set with which it cannot work
   */
  public static SparkConf configure(SparkConf conf) {
    return configure(conf, 1);
  }

  /**
   * The same for training with {@code compute.threads} above 1: a task takes as many cores.
   *
   * @param computeThreads at least 1
   * @throws Failure {@code CONFIGURATION} if something is set with which it cannot work, or if
   *     there are not as many cores
   */
  public static SparkConf configure(SparkConf conf, int computeThreads) {
    if (computeThreads < 1) {
      throw new IllegalArgumentException(
          "computeThreads must be at least 1, but is " + computeThreads);
    }
    ContextNeeds.setIfMissing(conf, new ComputeConfig(computeThreads));
    return conf;
  }
}
