package io.sparkdcgan.random;

import java.nio.charset.StandardCharsets;

/**
 * A stream of random numbers that is fully named by its seed and the path of what it is for, such
 * as (run seed, "picture order", epoch, shard). Two streams of one name give the same numbers on
 * every machine and Java version, which makes a retried task draw the same noise and a resumed run
 * need no generator state.
 *
 * <p>The generator is SplitMix64 (Steele, Lea and Flood 2014); transcendental functions are {@link
 * StrictMath}'s, whose results are specified to the bit. Not safe for use by several threads.
 */
public final class RandomStream {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;
  private double spareGaussian = Double.NaN;

  private RandomStream(long state) {
    this.state = state;
  }

  /**
   * The stream of this name.
   *
   * @param seed the run's or the import's seed
   * @param purpose what the numbers are for, for example {@code "picture order"}
   * @param path where in the work they are used, for example epoch and shard
   */
  public static RandomStream of(long seed, String purpose, long... path) {
    return new RandomStream(hash(seed, purpose, path));
  }

  /** The 64-bit hash that names a stream; also used where a single well-mixed number is wanted. */
  public static long hash(long seed, String purpose, long... path) {
    long mixed = mix(seed + GOLDEN_GAMMA);
    for (byte letter : purpose.getBytes(StandardCharsets.UTF_8)) {
      mixed = mix(mixed + GOLDEN_GAMMA * (letter + 1L));
    }
    for (long element : path) {
      mixed = mix((mixed ^ mix(element + GOLDEN_GAMMA)) + GOLDEN_GAMMA);
    }
    return mixed;
  }

  /** The next 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** A number in [0, 1), of 53 random bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** A number in [low, high). */
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /**
   * A whole number in [0, bound), each equally likely.
   *
   * @throws IllegalArgumentException if {@code bound} is below 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, but is " + bound);
    }
    // Numbers above the largest multiple of the bound are drawn again: a bare remainder favors
    // small ones.
    long limit = (1L << 31) - (1L << 31) % bound;
    long drawn;
    do {
      drawn = nextLong() >>> 33;
    } while (drawn >= limit);
    return (int) (drawn % bound);
  }

  /** A number from the normal distribution of mean 0 and deviation 1 (Box and Muller 1958). */
  public double nextGaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double spare = spareGaussian;
      spareGaussian = Double.NaN;
      return spare;
    }
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    double angle = 2 * Math.PI * nextDouble();
    spareGaussian = radius * StrictMath.sin(angle);
    return radius * StrictMath.cos(angle);
  }

  /**
   * A random order of the whole numbers 0 to length - 1 (Fisher and Yates, Durstenfeld's form).
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public int[] permutation(int length) {
    int[] order = new int[length];
    for (int last = 0; last < length; last++) {
      int other = nextInt(last + 1);
      order[last] = order[other];
      order[other] = last;
    }
    return order;
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
