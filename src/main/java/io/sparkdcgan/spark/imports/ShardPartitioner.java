package io.sparkdcgan.spark.imports;

import io.sparkdcgan.spark.ShuffleKey;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.Partitioner;

/** Sends each image to its shard: shards are ranges of the shuffled order. Crosses Spark. */
final class ShardPartitioner extends Partitioner {
  private static final long serialVersionUID = 1;

  /** The first place of every shard but the first, ascending. */
  private final ShuffleKey[] boundaries;

  private ShardPartitioner(ShuffleKey[] boundaries) {
    this.boundaries = boundaries;
  }

  /**
   * Shards whose counts differ by at most one.
   *
   * @param hashes of all images, ascending
   * @param shards how many shards: 1 to the number of images
   * @param keysOfTies the keys, ascending, of those hashes that several images share
   */
  static ShardPartitioner equalShards(long[] hashes, int shards, Map<Long, String[]> keysOfTies) {
    ShuffleKey[] boundaries = new ShuffleKey[shards - 1];
    for (int shard = 1; shard < shards; shard++) {
      int rank = (int) ((long) hashes.length * shard / shards);
      long hash = hashes[rank];
      String[] ties = keysOfTies.get(hash);
      // alone with its hash, an image is the first place behind the empty key
      String key = ties == null ? "" : ties[rank - firstOf(hash, hashes, rank)];
      boundaries[shard - 1] = new ShuffleKey(hash, key);
    }
    return new ShardPartitioner(boundaries);
  }

  /**
   * Ranges of the hashes that are equally wide, for things whose number is known and whose hashes
   * are not.
   *
   * @param ranges at least 1
   */
  static ShardPartitioner evenRanges(int ranges) {
    ShuffleKey[] boundaries = new ShuffleKey[ranges - 1];
    for (int range = 1; range < ranges; range++) {
      long hash = Long.MIN_VALUE + range * Long.divideUnsigned(-1L, ranges);
      boundaries[range - 1] = new ShuffleKey(hash, "");
    }
    return new ShardPartitioner(boundaries);
  }

  private static int firstOf(long hash, long[] hashes, int rank) {
    int first = rank;
    while (first > 0 && hashes[first - 1] == hash) {
      first--;
    }
    return first;
  }

  @Override
  public int numPartitions() {
    return boundaries.length + 1;
  }

  @Override
  public int getPartition(Object key) {
    int found = Arrays.binarySearch(boundaries, key);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
