package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.spark.ShuffleKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShardPartitionerTest {

  @Test
  void shardsAreEqualRangesOfTheOrder() {
    long[] hashes = {-9, -4, 0, 3, 5, 8, 11};
    assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2, 2}, shardsOf(hashes, 3, "k"));
    assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0}, shardsOf(hashes, 1, "k"));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6}, shardsOf(hashes, 7, "k"));
  }

  @Test
  void imagesOfOneHashAreToldApartByTheirKeys() {
    long[] hashes = {1, 5, 5, 5, 5, 9};
    ShardPartitioner partitioner =
        ShardPartitioner.equalShards(hashes, 2, Map.of(5L, new String[] {"a", "b", "c", "d"}));
    assertEquals(0, partitioner.getPartition(new ShuffleKey(1, "z")));
    assertEquals(0, partitioner.getPartition(new ShuffleKey(5, "a")));
    assertEquals(0, partitioner.getPartition(new ShuffleKey(5, "b")));
    assertEquals(1, partitioner.getPartition(new ShuffleKey(5, "c")));
    assertEquals(1, partitioner.getPartition(new ShuffleKey(5, "d")));
    assertEquals(1, partitioner.getPartition(new ShuffleKey(9, "a")));
  }

  private static int[] shardsOf(long[] hashes, int shards, String key) {
    ShardPartitioner partitioner = ShardPartitioner.equalShards(hashes, shards, Map.of());
    int[] found = new int[hashes.length];
    for (int rank = 0; rank < hashes.length; rank++) {
      found[rank] = partitioner.getPartition(new ShuffleKey(hashes[rank], key));
    }
    return found;
  }
}
