package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.NearestFound;
import io.sparkdcgan.evaluation.NearestSearch;
import io.sparkdcgan.spark.TensorRdd;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Looks through imported images for those that are nearest to a few thousand others: these go to
 * every executor, each shard is read once where it lies, and what comes back is what the search
 * keeps of each.
 */
public final class NearestJob {
  private final JavaSparkContext spark;
  private final TensorRdd tensors;

  public NearestJob(JavaSparkContext spark, TensorRdd tensors) {
    this.spark = spark;
    this.tensors = tensors;
  }

  /** Searches all shards. */
  public NearestFound found(NearestSearch search) {
    Broadcast<NearestSearch> shared = spark.broadcast(search);
    try {
      return tensors
          .shards()
          .mapToPair(block -> new Tuple2<>(0, through(block, shared.value())))
          // on an executor: what many shards keep may be more than the driver takes
          .reduceByKey(NearestFound::merged, 1)
          .values()
          .first();
    } finally {
      shared.destroy();
    }
  }

  /** The nearest distance of each image, as {@link NearestSearch#levels} has them. */
  public double[] distances(NearestSearch search) {
    return search.levels(found(search));
  }

  private static NearestFound through(ImageBlock block, NearestSearch search) {
    NearestFound found = search.nothing();
    int length = ImageBlock.imageBytes(block.imageSize());
    for (int index = 0; index < block.count(); index++) {
      search.show(block.key(index), block.pixels(), index * length, found);
    }
    return found;
  }
}
