package io.sparkdcgan.explore;

/** A training image that is near to another image. */
public final class Neighbor {
  private final String key;
  private final double distance;
  private final float[] chw;

  /**
   * @param key where it comes from
   * @param distance root of the mean squared difference of the values, which are in [-1, 1]
   * @param chw the image, [3, S, S]
   */
  public Neighbor(String key, double distance, float[] chw) {
    this.key = key;
    this.distance = distance;
    this.chw = chw;
  }

  String key() {
    return key;
  }

  double distance() {
    return distance;
  }

  float[] chw() {
    return chw;
  }
}
