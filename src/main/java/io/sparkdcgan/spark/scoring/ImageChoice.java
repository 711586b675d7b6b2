package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.spark.ShuffleKey;
import io.sparkdcgan.spark.TensorRdd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Some of the imported images, to hold drawn ones against or to learn from: those whose keys have
 * the smallest hashes. So the choice depends on the seed and the keys, and on neither the shards
 * that images lie in nor the number of cores.
 */
public final class ImageChoice {
  private final TensorRdd tensors;
  private final long seed;

  /**
   * @param seed names the choice
   */
  public ImageChoice(TensorRdd tensors, long seed) {
    this.tensors = tensors;
    this.seed = seed;
  }

  /**
   * Chosen images with their keys.
   *
   * @param images the first of fewer are the same
   * @param keys one for each
   */
  public record Chosen(ImageSet images, List<String> keys) {
    public Chosen {
      keys = List.copyOf(keys);
    }
  }

  /** Images alone, as {@link #withKeys} chooses them. */
  public ImageSet of(int count) {
    return withKeys(count).images();
  }

  /**
   * Reads every shard once and collects little more than what is chosen.
   *
   * @param count how many images: 1 to as many as there are
   * @throws IllegalArgumentException if there are not that many
   */
  public Chosen withKeys(int count) {
    long images = requireThatMany(tensors, count);
    // Hashes are spread evenly, so the share of them that holds count images is known but for
    // chance: six deviations more, and twice that should chance be stronger still.
    double share = (count + 6 * Math.sqrt(count)) / images;
    List<ImageRecord> candidates = below(share);
    while (candidates.size() < count) {
      share *= 2;
      candidates = below(share);
    }
    Comparator<ImageRecord> byHash = Comparator.comparing(record -> place(seed, record.key()));
    List<ImageRecord> chosen = candidates.stream().sorted(byHash).limit(count).toList();
    return new Chosen(
        ImageSet.of(
            chosen.stream().map(ImageRecord::pixels).toList(), tensors.manifest().imageSize()),
        chosen.stream().map(ImageRecord::key).toList());
  }

  /** The images whose hashes are in the lowest share of all numbers. */
  private List<ImageRecord> below(double share) {
    // a double beyond the largest number becomes that number
    long bound = (long) (Long.MIN_VALUE + share * 0x1p64);
    long named = seed;
    List<ImageRecord> found = new ArrayList<>();
    CollectedParts.forEach(
        tensors
            .shards()
            .flatMap(
                block ->
                    IntStream.range(0, block.count())
                        .filter(index -> place(named, block.key(index)).hash() <= bound)
                        .mapToObj(block::record)
                        .iterator()),
        image -> image.pixels().length,
        found::add);
    return found;
  }

  private static ShuffleKey place(long seed, String key) {
    return new ShuffleKey(RandomStream.hash(seed, "score/" + key), key);
  }

  /**
   * Images of features, where they lie. Reads every shard once for the keys, unless all images are
   * wanted.
   *
   * @param count how many: 1 to as many as there are
   * @return as the shards are, in their order, each with what was chosen of it
   * @throws IllegalArgumentException if there are not that many
   */
  static JavaRDD<ImageBlock> inPlace(TensorRdd tensors, int count, long seed) {
    if (count == requireThatMany(tensors, count)) {
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

  private static long requireThatMany(TensorRdd tensors, int count) {
    long images = tensors.manifest().images();
    if (count < 1 || count > images) {
      throw new IllegalArgumentException(
          "count must be from 1 to %s, but is %s".formatted(images, count));
    }
    return images;
  }
}
