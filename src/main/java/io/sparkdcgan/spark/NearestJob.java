package io.sparkdcgan.spark;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.NearestSearch;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Looks through imported pictures for those that are nearest to a few thousand others: these go to
 * every executor, each shard is read once where it lies, and a number for each comes back.
 */
public final class NearestJob {
  private final JavaSparkContext spark;
  private final TensorRdd tensors;

  public NearestJob(JavaSparkContext spark, TensorRdd tensors) {
    this.spark = spark;
    this.tensors = tensors;
  }

  /** The nearest distance of each picture, as {@link NearestSearch#levels} has them. */
  public double[] distances(NearestSearch search) {
    Broadcast<NearestSearch> shared = spark.broadcast(search);
    try {
      long[] best =
          tensors
              .shards()
              .map(block -> through(block, shared.value()))
              // the lesser of two, in whatever order they come
              .reduce(NearestSearch::nearer);
      return search.levels(best);
    } finally {
      shared.destroy();
    }
  }

  private static long[] through(ImageBlock block, NearestSearch search) {
    long[] best = search.nothing();
    int length = ImageBlock.imageBytes(block.imageSize());
    for (int index = 0; index < block.count(); index++) {
      search.show(block.key(index), block.pixels(), index * length, best);
    }
    return best;
  }
}
