package io.sparkdcgan.round;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cuts a worker's spans into batches; a batch may begin in one shard and end in the next. The last
 * batch is smaller where the pictures do not fill it.
 */
final class BatchReader {
  private final Iterator<PictureSpan> spans;
  private final ShardAccess shards;
  private final long seed;
  private final int batchSize;
  private long left;
  private int heldShard = -1;
  private ImageBlock block;
  private int[] indices = new int[0];
  private int next;

  BatchReader(List<PictureSpan> spans, ShardAccess shards, long seed, int batchSize) {
    this.spans = spans.iterator();
    this.shards = shards;
    this.seed = seed;
    this.batchSize = batchSize;
    this.left = spans.stream().mapToLong(PictureSpan::count).sum();
  }

  boolean hasNext() {
    return left > 0;
  }

  /** The next batch: [n, 3, S, S] in [-1, 1], n at most the batch size; the caller closes it. */
  INDArray next() {
    int count = (int) Math.min(batchSize, left);
    advance();
    int length = ImageBlock.imageBytes(block.imageSize());
    float[] pixels = new float[Math.multiplyExact(count, length)];
    for (int row = 0; row < count; row++) {
      advance();
      ImageBatch.write(block, indices[next++], pixels, row * length);
    }
    left -= count;
    long edge = block.imageSize();
    return Nd4j.create(pixels, new long[] {count, length / (edge * edge), edge, edge}, 'c');
  }

  /** Moves on to the next span if this one is used up. */
  private void advance() {
    if (next < indices.length) {
      return;
    }
    PictureSpan span = spans.next();
    if (span.shard() != heldShard) {
      block = shards.shard(span.shard());
      heldShard = span.shard();
    }
    indices = span.indices(seed);
    next = 0;
  }
}
