package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.spark.TensorRdd;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Some of the imported images, where they lie: those whose keys have the smallest hashes. So the
 * choice depends on the seed and the keys, and on neither the shards nor the number of cores.
 */
final class ImageSelection {
  private ImageSelection() {}

  /**
   * Reads every shard once for the keys, unless all images are wanted.
   *
   * @param count how many: 1 to as many as there are
   * @return as the shards are, in their order, each with what was chosen of it
   * @throws IllegalArgumentException if there are not that many
   */
  static JavaRDD<ImageBlock> of(TensorRdd tensors, int count, long seed) {
    long images = tensors.manifest().images();
    if (count < 1 || count > images) {
      throw new IllegalArgumentException(
          "count must be from 1 to %d, but is %d".formatted(images, count));
    }
    if (count == images) {
      return tensors.shards();
    }
    List<long[]> hashes =
        tensors
            .shards()
            .map(block -> all(block).mapToLong(i -> hash(seed, block.key(i))).toArray())
            .collect();
    long bound =
        hashes.stream()
            .flatMapToLong(Arrays::stream)
            .sorted()
            .skip(count - 1L)
            .findFirst()
            .orElseThrow();
    return tensors.shards().map(block -> chosen(block, seed, bound));
  }

  private static ImageBlock chosen(ImageBlock block, long seed, long bound) {
    List<ImageRecord> chosen =
        all(block)
            .filter(index -> hash(seed, block.key(index)) <= bound)
            .mapToObj(block::record)
            .toList();
    return ImageBlock.of(block.imageSize(), chosen);
  }

  private static IntStream all(ImageBlock block) {
    return IntStream.range(0, block.count());
  }

  private static long hash(long seed, String key) {
    return RandomStream.hash(seed, "features/" + key);
  }
}
