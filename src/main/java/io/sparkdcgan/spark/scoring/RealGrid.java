package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.spark.TensorRdd;

/**
 * Real images as a grid, to look at next to drawn ones: a stretch of one shard, both chosen by a
 * seed. Import shuffles, so any stretch is a fair sample, and no more than one shard is read.
 */
public final class RealGrid {
  private final TensorRdd tensors;
  private final long seed;

  /**
   * @param seed names the choice
   */
  public RealGrid(TensorRdd tensors, long seed) {
    this.tensors = tensors;
    this.seed = seed;
  }

  /**
   * Draws it where the shard is.
   *
   * @param rows at least 1; as many columns. Cells stay dark if the shard has fewer images
   * @return a PNG, its cells of the size that drawn images have
   */
  public byte[] png(int rows) {
    int shards = tensors.manifest().shards().size();
    int shard = RandomStream.of(seed, "real pictures").nextInt(shards);
    long named = seed;
    return tensors
        .shards()
        .map(block -> png(block, rows, named))
        .collectPartitions(new int[] {shard})[0]
        .get(0);
  }

  private static byte[] png(ImageBlock block, int rows, long seed) {
    int shown = Math.min(rows * rows, block.count());
    int first = RandomStream.of(seed, "first real picture").nextInt(block.count() - shown + 1);
    float[] nchw = ImageBatch.values(block, first, first + shown);
    return new SampleGrid(rows, rows).png(nchw, block.imageSize());
  }
}
