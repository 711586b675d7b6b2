package io.sparkdcgan.round;

import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The endless sequence of images that a run trains on: epoch after epoch, each with every image
 * once, shards in a random order of the epoch and images in a random order within their shard. A
 * position in it is all that a run has to remember of its data.
 *
 * @param seed of the run
 * @param shardImages images in each shard, by the manifest's order
 */
public record EpochOrder(long seed, List<Integer> shardImages) {
  public EpochOrder {
    shardImages = List.copyOf(shardImages);
    if (shardImages.stream().mapToLong(Integer::longValue).sum() < 1) {
      throw new IllegalArgumentException("there are no images to order");
    }
  }

  /** Images in an epoch. */
  public long images() {
    return shardImages.stream().mapToLong(Integer::longValue).sum();
  }

  /** Where the {@code count} images from {@code position} on lie. */
  List<ImageSpan> spans(long position, long count) {
    List<ImageSpan> spans = new ArrayList<>();
    long next = position;
    while (next < position + count) {
      long epoch = next / images();
      appendWithinEpoch(spans, epoch, next % images(), position + count - next);
      next = Math.min((epoch + 1) * images(), position + count);
    }
    return spans;
  }

  private void appendWithinEpoch(List<ImageSpan> spans, long epoch, long offset, long count) {
    long shardStart = 0;
    for (int shard : RandomStream.of(seed, "shard order", epoch).permutation(shardImages.size())) {
      int images = shardImages.get(shard);
      long from = Math.max(offset - shardStart, 0);
      long end = Math.min(offset + count - shardStart, images);
      if (from < end) {
        spans.add(new ImageSpan(epoch, shard, images, (int) from, (int) end));
      }
      shardStart += images;
    }
  }
}
