package io.sparkdcgan.spark;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.PatchDictionary;
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
  private final JavaSparkContext spark;
  private final JavaRDD<ImageBlock> blocks;
  private final int count;

  /**
   * @param count how many of the pictures: 1 to as many as there are
   * @param seed names which
   */
  public FeatureExtraction(JavaSparkContext spark, TensorRdd tensors, int count, long seed) {
    this.spark = spark;
    this.count = count;
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
    return CollectedRows.of(
        blocks.map(
            block ->
                IntStream.range(0, block.count())
                    .mapToObj(index -> ImageBatch.values(block, index, index + 1))
                    .toArray(float[][]::new)));
  }

  /** What a discriminator makes of each picture, by its running statistics. */
  public float[][] discriminator(NetworkConfig config, NetworkState discriminator) {
    Broadcast<NetworkState> shared = spark.broadcast(discriminator);
    try {
      return CollectedRows.of(
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
          CollectedRows.of(
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

  /**
   * A dictionary of these pictures' patches, by k-means.
   *
   * @param centroids how many, at least 2
   * @param seed names the patches and the centroids' first places
   */
  public PatchDictionary dictionary(int centroids, long seed) {
    return PatchLearning.of(spark, blocks, count, centroids, seed);
  }

  /** What each picture's patches are like. */
  public float[][] patches(PatchDictionary dictionary) {
    Broadcast<PatchDictionary> shared = spark.broadcast(dictionary);
    try {
      return CollectedRows.of(
          blocks.map(
              block -> {
                GpuLease.bindTask();
                ComputeThreads.use(1);
                return shared.value().of(block);
              }));
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
          ImageBatch.values(
              block, first, Math.min(first + DiscriminatorFeatures.BATCH, block.count())));
    }
    return batches;
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
}
