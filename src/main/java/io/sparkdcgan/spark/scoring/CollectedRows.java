package io.sparkdcgan.spark.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/** Brings rows to the driver without any job's result becoming large. */
final class CollectedRows {
  /** What one job may send to the driver; Spark's own bound is 1 GB by default. */
  private static final long BYTES_OF_JOB = 256 << 20;

  private CollectedRows() {}

  /** All rows in the order of the partitions, by as many jobs as keep each of them small. */
  static float[][] of(JavaRDD<float[][]> rows) {
    List<float[]> collected = new ArrayList<>();
    int partitions = rows.getNumPartitions();
    int together = 1;
    for (int first = 0; first < partitions; first += together) {
      together = collected.isEmpty() ? 1 : together(collected, first);
      int[] some = IntStream.range(first, Math.min(first + together, partitions)).toArray();
      for (List<float[][]> partition : rows.collectPartitions(some)) {
        partition.forEach(part -> collected.addAll(Arrays.asList(part)));
      }
    }
    return collected.toArray(float[][]::new);
  }

  /** How many partitions of the size of those so far make a small job. */
  private static int together(List<float[]> collected, int partitions) {
    long bytes = (long) Float.BYTES * collected.get(0).length * collected.size() / partitions;
    return (int) Math.max(1, Math.min(BYTES_OF_JOB / Math.max(1, bytes), 1 << 10));
  }
}
