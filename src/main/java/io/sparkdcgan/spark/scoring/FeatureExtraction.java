package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.LabeledFeatures;
import io.sparkdcgan.evaluation.LinearSvm;
import io.sparkdcgan.evaluation.PatchDictionary;
import io.sparkdcgan.inference.DiscriminatorFeatures;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.gpu.TaskArithmetic;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Images that an SVM learns from or is asked for, where they lie: what is learned from them as they
 * are, and what features they have. They are kept as bytes on the executors until this is closed.
 */
public final class FeatureExtraction implements AutoCloseable {
  private final JavaSparkContext spark;
  private final JavaRDD<ImageBlock> blocks;
  private final int count;

  /**
   * @param count how many of the images: 1 to as many as there are
   * @param seed names which
   */
  public FeatureExtraction(JavaSparkContext spark, TensorRdd tensors, int count, long seed) {
    this.spark = spark;
    this.count = count;
    this.blocks =
        ImageChoice.inPlace(tensors, count, seed)
            .flatMap(FeatureExtraction::pieces)
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * Features of each image; made whenever they are asked for.
   *
   * @param classes the labels in the order of their numbers; each image has one of them
   * @param seed names the folds of cross-validation, together with the images' keys
   */
  JavaRDD<LabeledFeatures> of(ImageFeatures features, List<String> classes, long seed) {
    Function<ImageBlock, float[][]> ofBlock = features.ofBlock();
    int images = count;
    return blocks.map(
        block -> {
          IntStream all = IntStream.range(0, block.count());
          return new LabeledFeatures(
              ofBlock.call(block),
              all.map(i -> classes.indexOf(block.label(i))).toArray(),
              IntStream.range(0, block.count())
                  .map(i -> fold(seed, block.key(i), images))
                  .toArray());
        });
  }

  /** As many images as choose C have a fold, about. */
  private static int fold(long seed, String key, int count) {
    long chosen = RandomStream.hash(seed, "choosing/" + key);
    if (Long.remainderUnsigned(chosen, count) >= LinearSvm.CHOOSING) {
      return LabeledFeatures.ONLY_LEARNED;
    }
    long hash = RandomStream.hash(seed, "cross-validation/" + key);
    return (int) Long.remainderUnsigned(hash, LinearSvm.FOLDS);
  }

  /**
   * A discriminator with the statistics of these images: the means, over batches of 128, of what
   * its batch norms find in each batch, as in the authors' code. Those of training are of drawn
   * images as well.
   */
  public NetworkState normalized(NetworkConfig config, NetworkState discriminator) {
    Broadcast<NetworkState> shared = spark.broadcast(discriminator);
    try {
      float[][] found =
          CollectedParts.rows(
              blocks.map(block -> new float[][] {statistics(config, shared.value(), block)}));
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

  private static float[] statistics(
      NetworkConfig config, NetworkState discriminator, ImageBlock block) {
    TaskArithmetic.begin();
    try (DiscriminatorFeatures features =
        new DiscriminatorFeatures(GanNetworks.of(config), discriminator)) {
      return features.statistics(ImageBatch.values(block, 0, block.count()));
    }
  }

  /**
   * A dictionary of these images' patches, by k-means.
   *
   * @param centroids how many, at least 2
   * @param seed names the patches and the centroids' first places
   */
  public PatchDictionary dictionary(int centroids, long seed) {
    return PatchLearning.of(spark, blocks, count, centroids, seed);
  }

  @Override
  public void close() {
    blocks.unpersist();
  }

  /** As many at once as a discriminator takes: a piece of features is small enough for any way. */
  private static Iterator<ImageBlock> pieces(ImageBlock block) {
    int pieces = (block.count() + DiscriminatorFeatures.BATCH - 1) / DiscriminatorFeatures.BATCH;
    return IntStream.range(0, pieces).mapToObj(piece -> piece(block, piece)).iterator();
  }

  private static ImageBlock piece(ImageBlock block, int piece) {
    int first = piece * DiscriminatorFeatures.BATCH;
    int end = Math.min(first + DiscriminatorFeatures.BATCH, block.count());
    return ImageBlock.of(
        block.imageSize(), IntStream.range(first, end).mapToObj(block::record).toList());
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
