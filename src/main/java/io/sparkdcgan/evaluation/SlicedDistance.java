package io.sparkdcgan.evaluation;

import io.sparkdcgan.random.RandomStream;
import java.util.stream.IntStream;

/**
 * The sliced Wasserstein distance of two point clouds (Rabin et al. 2011): the mean, over random
 * directions, of how far the points' projections must move to become the others'. On a line that is
 * the mean difference of the sorted projections.
 *
 * <p>Gives the same bits on any number of cores.
 */
final class SlicedDistance {
  /** Directions at once: more spare time, and each takes 8 bytes of memory a point and its twin. */
  private static final int BLOCK = 16;

  private final int directions;
  private final long seed;
  private final String purpose;
  private final Runnable checkpoint;

  /**
   * @param directions how many, at least 1
   * @param seed names the directions, together with the purpose
   * @param checkpoint is called before each block of directions; what it throws ends the work
   */
  SlicedDistance(int directions, long seed, String purpose, Runnable checkpoint) {
    this.directions = directions;
    this.seed = seed;
    this.purpose = purpose;
    this.checkpoint = checkpoint;
  }

  /**
   * The distance of two clouds of as many points, in one space.
   *
   * @throws IllegalArgumentException if they are not
   */
  double between(PointCloud ours, PointCloud others) {
    if (ours.points() != others.points() || ours.dimensions() != others.dimensions()) {
      throw new IllegalArgumentException(
          "clouds must be of one size, but are %s points of %s dimensions and %s of %s"
              .formatted(ours.points(), ours.dimensions(), others.points(), others.dimensions()));
    }
    float[][] mine = new float[Math.min(BLOCK, directions)][ours.points()];
    float[][] theirs = new float[mine.length][ours.points()];
    double sum = 0;
    for (int first = 0; first < directions; first += BLOCK) {
      checkpoint.run();
      float[][] block = block(first, Math.min(BLOCK, directions - first), ours.dimensions());
      ours.project(block, mine);
      others.project(block, theirs);
      double[] distances =
          IntStream.range(0, block.length)
              .parallel()
              .mapToDouble(i -> onALine(mine[i], theirs[i]))
              .toArray();
      // summed in order: a parallel sum's bits depend on who was first
      for (double distance : distances) {
        sum += distance;
      }
    }
    return sum / directions;
  }

  /**
   * What it takes at most besides two clouds of so many points: a block's products with both, and
   * on as many cores as it has directions what {@link FloatOrder} sorts in.
   */
  static long heapBytes(long points) {
    return BLOCK * points * 2 * (Float.BYTES + Integer.BYTES);
  }

  /** How many blocks directions are taken in. */
  static int blocks(int directions) {
    return (directions - 1) / BLOCK + 1;
  }

  private float[][] block(int first, int count, int dimensions) {
    float[][] block = new float[count][];
    for (int i = 0; i < count; i++) {
      block[i] = direction(first + i, dimensions);
    }
    return block;
  }

  /** A direction of length 1, each equally likely. */
  float[] direction(int index, int dimensions) {
    RandomStream stream = RandomStream.of(seed, purpose, index);
    double[] drawn = new double[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      drawn[i] = stream.nextGaussian();
      squares += drawn[i] * drawn[i];
    }
    float[] direction = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      direction[i] = (float) (drawn[i] / Math.sqrt(squares));
    }
    return direction;
  }

  /** The mean difference of the values in their orders; sorts both. */
  private static double onALine(float[] ours, float[] others) {
    int[] one = new int[ours.length];
    int[] other = new int[ours.length];
    FloatOrder.sort(ours, one, other);
    FloatOrder.sort(others, one, other);
    double sum = 0;
    for (int i = 0; i < ours.length; i++) {
      sum += Math.abs(ours[i] - others[i]);
    }
    return sum / ours.length;
  }

  /** Points of one space that can be projected on lines. */
  interface PointCloud {
    /** How many points there are, at least 1. */
    int points();

    /** Dimensions of their space. */
    int dimensions();

    /**
     * The scalar product of every point with every direction.
     *
     * @param directions [n, dimensions]
     * @param products [n, points]; overwritten
     */
    void project(float[][] directions, float[][] products);
  }

  /**
   * Sorts floats by their bits, 11 at a time: a million take 7 ms instead of {@code Arrays.sort}'s
   * 59, and a sliced Wasserstein distance sorts a thousand times. NaN has its place behind
   * infinity.
   */
  static final class FloatOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private FloatOrder() {}

    /** Puts values in ascending order. */
    static void sort(float[] values) {
      sort(values, new int[values.length], new int[values.length]);
    }

    /**
     * The same in arrays that another sorting has used.
     *
     * @param one at least as long as the values; written over
     * @param other the same
     */
    static void sort(float[] values, int[] one, int[] other) {
      int count = values.length;
      int[] low = new int[DIGITS];
      int[] middle = new int[DIGITS];
      int[] high = new int[DIGITS];
      for (int i = 0; i < count; i++) {
        int bits = Float.floatToRawIntBits(values[i]);
        // negative numbers are larger the smaller they are: all of their bits turn, else the sign's
        int ordered = bits ^ ((bits >> 31) | Integer.MIN_VALUE);
        one[i] = ordered;
        low[digit(ordered, 0)]++;
        middle[digit(ordered, 1)]++;
        high[digit(ordered, 2)]++;
      }
      spread(one, other, count, starts(low), 0);
      spread(other, one, count, starts(middle), 1);
      int[] next = starts(high);
      for (int i = 0; i < count; i++) {
        int ordered = one[i];
        values[next[digit(ordered, 2)]++] =
            Float.intBitsToFloat(ordered ^ ((~ordered >> 31) | Integer.MIN_VALUE));
      }
    }

    private static void spread(int[] from, int[] to, int count, int[] next, int pass) {
      for (int i = 0; i < count; i++) {
        int ordered = from[i];
        to[next[digit(ordered, pass)]++] = ordered;
      }
    }

    private static int digit(int ordered, int pass) {
      return (ordered >>> (pass * DIGIT_BITS)) & (DIGITS - 1);
    }

    /** Where the values of each digit start. */
    private static int[] starts(int[] counts) {
      int[] starts = new int[counts.length];
      for (int digit = 1; digit < counts.length; digit++) {
        starts[digit] = starts[digit - 1] + counts[digit - 1];
      }
      return starts;
    }
  }
}
