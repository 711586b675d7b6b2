package io.sparkdcgan.round;

import io.sparkdcgan.data.ImageBlock;

/** How a worker gets at the shards of its task: from a cache, a peer or storage. */
@FunctionalInterface
public interface ShardAccess {
  /** The shard of this index in the manifest; asked once for each stretch of neighboring spans. */
  ImageBlock shard(int index);
}
