package io.sparkdcgan.evaluation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far drawn images are from real ones, at each scale (Karras et al. 2018, section 5, and their
 * code): the sliced Wasserstein distance of 7 x 7 patches of the levels of a Laplacian pyramid,
 * from the images' own size down to 16 pixels, times 1000 as published. Lower is better; what two
 * halves of one set have is the floor. 512 directions to a level.
 *
 * <p>Means and deviations of the colors are taken out, as published: it sees structure and not a
 * tint. 8,192 images of 64 pixels, the published number, need 1.1 GB of heap besides the sets' own
 * 0.2 GB: one level of both sets as floats, and 16 directions' products with their sorting.
 */
public final class SlicedWasserstein {
  /** Edge of the pyramid's smallest level, in pixels. */
  public static final int SMALLEST = 16;

  private static final int DIRECTIONS = 4 * 128;

  private final long seed;
  private final int directions;
  private final Runnable checkpoint;

  /**
   * @param seed names the patches and the directions; scores of one seed are comparable best
   */
  public SlicedWasserstein(long seed) {
    this(seed, () -> {});
  }

  /**
   * The same that can be ended in between.
   *
   * @param checkpoint is called {@link #checkpoints} times; what it throws ends the work
   */
  public SlicedWasserstein(long seed, Runnable checkpoint) {
    this(seed, DIRECTIONS, checkpoint);
  }

  /** Fewer directions take less time, and change a score a little. */
  SlicedWasserstein(long seed, int directions, Runnable checkpoint) {
    this.seed = seed;
    this.directions = directions;
    this.checkpoint = checkpoint;
  }

  /**
   * A score, times 1000.
   *
   * @param mean over the levels
   * @param byLevel edge of the level in pixels to its distance
   */
  public record Score(double mean, SortedMap<Integer, Double> byLevel) {
    public Score {
      byLevel = Collections.unmodifiableSortedMap(new TreeMap<>(byLevel));
    }
  }

  /**
   * The heap that {@link #between} takes at most, in bytes, besides the two sets.
   *
   * @param images of each set
   * @param size their edge in pixels: the first level is the largest
   */
  public static long heapBytes(int images, int size) {
    return 2 * PatchCloud.heapBytes(images, size)
        + SlicedDistance.heapBytes((long) images * PatchCloud.PATCHES_AN_IMAGE);
  }

  /** How often the checkpoint is called for images of so many pixels: some thirty times a level. */
  public static int checkpoints(int size) {
    int levels = Integer.numberOfTrailingZeros(size / SMALLEST) + 1;
    return levels * (1 + SlicedDistance.blocks(DIRECTIONS));
  }

  /**
   * The distance of two sets of as many images of one size: 16 pixels, or 16 doubled some times.
   *
   * @throws IllegalArgumentException if they are not
   */
  public Score between(ImageSet ours, ImageSet others) {
    int size = ours.size();
    if (size != others.size() || ours.count() != others.count()) {
      throw new IllegalArgumentException(
          "sets must be alike, but are %s images of %s pixels and %s of %s"
              .formatted(ours.count(), size, others.count(), others.size()));
    }
    if (size < SMALLEST || size % SMALLEST != 0 || Integer.bitCount(size / SMALLEST) != 1) {
      throw new IllegalArgumentException(
          "images must be %s pixels wide, or that doubled, but are %s".formatted(SMALLEST, size));
    }
    SortedMap<Integer, Double> byLevel = new TreeMap<>();
    for (int level = size; level >= SMALLEST; level /= 2) {
      SlicedDistance distance =
          new SlicedDistance(directions, seed, "directions " + level, checkpoint);
      checkpoint.run();
      byLevel.put(
          level,
          1000
              * distance.between(
                  PatchCloud.of(ours, level, SMALLEST, seed, 0),
                  PatchCloud.of(others, level, SMALLEST, seed, 1)));
    }
    double mean = byLevel.values().stream().mapToDouble(score -> score).sum() / byLevel.size();
    return new Score(mean, byLevel);
  }
}
