package io.sparkdcgan.spark;

/** A stored picture that is near to a given one. Crosses Spark. */
public final class NearPicture {
  private final String key;
  private final long distance;
  private final byte[] pixels;

  /**
   * @param distance sum of the squared differences of all bytes
   * @param pixels [3, S, S] unsigned bytes
   */
  NearPicture(String key, long distance, byte[] pixels) {
    this.key = key;
    this.distance = distance;
    this.pixels = pixels;
  }

  /** Where it comes from. */
  public String key() {
    return key;
  }

  /** The root of the mean squared difference of values as networks see them, in [-1, 1]. */
  public double distance() {
    return Math.sqrt((double) distance / pixels.length) / 127.5;
  }

  /** [3, S, S] unsigned bytes; not copied. */
  public byte[] pixels() {
    return pixels;
  }

  /** The nearest first; one order, whichever shard answers first. */
  static int order(NearPicture one, NearPicture other) {
    return order(one.distance, one.key, other.distance, other.key);
  }

  /** The same before there are objects of them. */
  static int order(long distance, String key, long otherDistance, String otherKey) {
    int byDistance = Long.compare(distance, otherDistance);
    return byDistance != 0 ? byDistance : key.compareTo(otherKey);
  }
}
