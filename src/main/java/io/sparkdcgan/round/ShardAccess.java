package io.sparkdcgan.round;

import io.sparkdcgan.data.ImageBlock;

/** How a worker gets at the shards of its task: from a cache, a peer or storage. */
@FunctionalInterface
public interface ShardAccess {
  /**
   * The shard of this index in the manifest. Asked once for each stretch of neighboring spans,
   * shortly before the first batch that wants it, and always on the worker's own thread.
   */
  ImageBlock shard(int index);
}
