package io.sparkdcgan.evaluation;

/** A stored image that is near to a given one. Crosses Spark. */
public final class NearImage {
  private final String key;
  private final long squared;
  private final byte[] pixels;

  /**
   * @param squared sum of the squared differences of all bytes
   * @param pixels [3, S, S] unsigned bytes
   */
  NearImage(String key, long squared, byte[] pixels) {
    this.key = key;
    this.squared = squared;
    this.pixels = pixels;
  }

  /** Where it comes from. */
  public String key() {
    return key;
  }

  /** The root of the mean squared difference of values as networks see them, in [-1, 1]. */
  public double distance() {
    return Math.sqrt((double) squared / pixels.length) / 127.5;
  }

  /** Sum of the squared differences of all bytes. */
  long squared() {
    return squared;
  }

  /** [3, S, S] unsigned bytes; not copied. */
  public byte[] pixels() {
    return pixels;
  }

  /** The nearest first; one order, whichever shard answers first. */
  static int order(NearImage one, NearImage other) {
    int bySquared = Long.compare(one.squared, other.squared);
    return bySquared != 0 ? bySquared : one.key.compareTo(other.key);
  }
}
