package io.sparkdcgan.evaluation;

/**
 * A stored image that is near to a given one. Crosses Spark.
 *
 * @param key where it comes from
 * @param squared sum of the squared differences of all bytes
 * @param pixels [3, S, S] unsigned bytes
 */
public record NearImage(String key, long squared, byte[] pixels) {
  /** The root of the mean squared difference of values as networks see them, in [-1, 1]. */
  public double distance() {
    return Math.sqrt((double) squared / pixels.length) / 127.5;
  }

  /** The nearest first; one order, whichever shard answers first. */
  static int order(NearImage one, NearImage other) {
    int bySquared = Long.compare(one.squared, other.squared);
    return bySquared != 0 ? bySquared : one.key.compareTo(other.key);
  }
}
