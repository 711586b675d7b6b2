package io.sparkdcgan.round;

import io.sparkdcgan.random.RandomStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Neighboring images of one shard, in the order that one epoch gives them: what a worker reads of a
 * shard in a round. Crosses Spark.
 *
 * @param shard index of the shard in the manifest
 */
public record ImageSpan(long epoch, int shard, int shardImages, int from, int end)
    implements Serializable {
  /** How many images. */
  public int count() {
    return end - from;
  }

  /** The first {@code count} of these images. */
  ImageSpan first(int count) {
    return new ImageSpan(epoch, shard, shardImages, from, from + count);
  }

  /** These images without the first {@code count}. */
  ImageSpan without(int count) {
    return new ImageSpan(epoch, shard, shardImages, from + count, end);
  }

  /** Indices in the shard's block, in reading order. */
  int[] indices(long seed) {
    int[] order = RandomStream.of(seed, "picture order", epoch, shard).permutation(shardImages);
    return Arrays.copyOfRange(order, from, end);
  }

  @Override
  public String toString() {
    return "epoch %s, shard %s, images %s to %s".formatted(epoch, shard, from, end - 1);
  }
}
