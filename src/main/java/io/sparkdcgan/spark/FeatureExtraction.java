package io.sparkdcgan.spark;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.step.ComputeThreads;
import io.sparkdcgan.step.DiscriminatorFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes features of pictures where these lie and collects them, in the order of the shards. The
 * pictures are kept as bytes on the executors until this is closed.
 */
public final class FeatureExtraction implements AutoCloseable {
  /** What one job may send to the driver; Spark's own bound is 1 GB by default. */
  private static final long BYTES_OF_JOB = 256 << 20;

  private final JavaSparkContext spark;
  private final JavaRDD<ImageBlock> blocks;

  /**
   * @param count how many of the pictures: 1 to as many as there are
   * @param seed names which
   */
  public FeatureExtraction(JavaSparkContext spark, TensorRdd tensors, int count, long seed) {
    this.spark = spark;
    this.blocks = PictureSelection.of(tensors, count, seed).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The label of each picture; the empty string where it has none. */
  public List<String> labels() {
    return blocks
        .flatMap(block -> IntStream.range(0, block.count()).mapToObj(block::label).iterator())
        .collect();
  }

  /** The pixels of each picture, CHW in [-1, 1]. */
  public float[][] pixels() {
    return collected(
        blocks.map(
            block ->
                IntStream.range(0, block.count())
                    .mapToObj(index -> batch(block, index, index + 1))
                    .toArray(float[][]::new)));
  }

  /** What a discriminator makes of each picture, by its running statistics. */
  public float[][] discriminator(NetworkConfig config, NetworkState discriminator) {
    Broadcast<NetworkState> shared = spark.broadcast(discriminator);
    try {
      return collected(
          blocks.map(
              block -> {
                List<float[]> rows = new ArrayList<>();
                try (DiscriminatorFeatures features = opened(config, shared.value())) {
                  for (float[] batch : batches(block)) {
                    rows.addAll(split(features.of(batch), features.dimensions()));
                  }
                }
                return rows.toArray(float[][]::new);
              }));
    } finally {
      shared.destroy();
    }
  }

  /**
   * A discriminator with the statistics of these pictures: the means, over batches of 128, of what
   * its batch norms find in each batch, as in the authors' code. Those of training are of drawn
   * pictures as well.
   */
  public NetworkState normalized(NetworkConfig config, NetworkState discriminator) {
    Broadcast<NetworkState> shared = spark.broadcast(discriminator);
    try {
      float[][] found =
          collected(
              blocks.map(
                  block -> {
                    List<float[]> statistics = new ArrayList<>();
                    try (DiscriminatorFeatures features = opened(config, shared.value())) {
                      for (float[] batch : batches(block)) {
                        statistics.add(features.statistics(batch));
                      }
                    }
                    return statistics.toArray(float[][]::new);
                  }));
      return new NetworkState(
          discriminator.parameters(),
          discriminator.firstMoments(),
          discriminator.secondMoments(),
          mean(found),
          discriminator.updates());
    } finally {
      shared.destroy();
    }
  }

  @Override
  public void close() {
    blocks.unpersist();
  }

  private static DiscriminatorFeatures opened(NetworkConfig config, NetworkState discriminator) {
    GpuLease.bindTask();
    ComputeThreads.use(1);
    return new DiscriminatorFeatures(GanNetworks.of(config), discriminator);
  }

  private static List<float[]> batches(ImageBlock block) {
    List<float[]> batches = new ArrayList<>();
    for (int first = 0; first < block.count(); first += DiscriminatorFeatures.BATCH) {
      batches.add(
          batch(block, first, Math.min(first + DiscriminatorFeatures.BATCH, block.count())));
    }
    return batches;
  }

  private static float[] batch(ImageBlock block, int first, int end) {
    int length = ImageBlock.imageBytes(block.imageSize());
    float[] nchw = new float[(end - first) * length];
    for (int index = first; index < end; index++) {
      ImageBatch.write(block, index, nchw, (index - first) * length);
    }
    return nchw;
  }

  private static List<float[]> split(float[] flat, int width) {
    return IntStream.range(0, flat.length / width)
        .mapToObj(row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width))
        .toList();
  }

  private static float[] mean(float[][] rows) {
    double[] sums = new double[rows[0].length];
    for (float[] row : rows) {
      Arrays.setAll(sums, i -> sums[i] + row[i]);
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / rows.length);
    }
    return mean;
  }

  /** All rows in the order of the partitions, by as many jobs as keep each of them small. */
  private static float[][] collected(JavaRDD<float[][]> rows) {
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
