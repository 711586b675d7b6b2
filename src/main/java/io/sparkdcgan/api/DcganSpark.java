package io.sparkdcgan.api;

import org.apache.spark.api.java.JavaSparkContext;

/** What a Spark context of somebody else's needs for the work here. */
public final class DcganSpark {
  private DcganSpark() {}

  static void requireUsable(JavaSparkContext spark) {}

  static void requireUsable(JavaSparkContext spark, int computeThreads) {}
}
