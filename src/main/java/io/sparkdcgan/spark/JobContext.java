package io.sparkdcgan.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Opens Spark as every command needs it. */
public final class JobContext {
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
   * Hadoop's own files and what spark-submit was told as {@code spark.hadoop.*}.
   */
  public static Configuration storage() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  static JavaSparkContext open(String name, SparkConf conf) {
    conf.setAppName(name);
    conf.setIfMissing("spark.master", "local[*]");
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.set("spark.kryo.registrator", KryoTypes.class.getName());
    conf.set("spark.kryo.registrationRequired", "true");
    conf.setIfMissing("spark.kryoserializer.buffer.max", "1g");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Waiting seconds for a busy executor costs more than fetching a shard from it.
    conf.setIfMissing("spark.locality.wait", "200ms");
    return new JavaSparkContext(conf);
  }
}
