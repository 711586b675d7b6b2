package io.sparkdcgan.spark.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;

/** Brings what tasks made to the driver without any job's result becoming large. */
final class CollectedParts {
  /** What one job may send to the driver; Spark's own bound is 1 GB by default. */
  private static final long BYTES_OF_JOB = 256 << 20;

  private static final int MOST_PARTITIONS = 1 << 10;

  private CollectedParts() {}

  /**
   * Hands over all parts in the order of the partitions, by as many jobs as keep each of them
   * small.
   *
   * @param bytes about how many a part has
   */
  static <T> void forEach(JavaRDD<T> parts, ToLongFunction<T> bytes, Consumer<T> taker) {
    long most = bytesOfJob(parts.context().conf());
    int partitions = parts.getNumPartitions();
    long taken = 0;
    int together = 1;
    for (int first = 0; first < partitions; first += together) {
      // as many partitions of the size of those so far as make a small job
      long each = taken == 0 ? most : taken / first;
      together = (int) Math.max(1, Math.min(most / Math.max(1, each), MOST_PARTITIONS));
      int[] some = IntStream.range(first, Math.min(first + together, partitions)).toArray();
      for (List<T> partition : parts.collectPartitions(some)) {
        taken += partition.stream().mapToLong(bytes).sum();
        partition.forEach(taker);
      }
    }
  }

  /** All rows in the order of the partitions. */
  static float[][] rows(JavaRDD<float[][]> parts) {
    List<float[]> rows = new ArrayList<>();
    forEach(parts, CollectedParts::bytes, part -> rows.addAll(Arrays.asList(part)));
    return rows.toArray(float[][]::new);
  }

  private static long bytes(float[][] rows) {
    return Arrays.stream(rows).mapToLong(row -> (long) Float.BYTES * row.length).sum();
  }

  /** Half of what Spark lets through, since results come with their tasks' metrics. */
  private static long bytesOfJob(SparkConf conf) {
    long spark = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    return spark == 0 ? BYTES_OF_JOB : Math.min(BYTES_OF_JOB, spark / 2);
  }
}
