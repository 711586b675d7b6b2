package io.sparkdcgan.spark.imports;

import io.sparkdcgan.spark.ShuffleKey;

/** Two images whose codes are near. Crosses Spark. */
public final class NearPlaces {
  private final ShuffleKey later;
  private final ShuffleKey earlier;
  private final int distance;

  /**
   * @param later in the order of the shuffle
   * @param earlier in the order of the shuffle
   * @param distance in how many units their codes differ
   */
  NearPlaces(ShuffleKey later, ShuffleKey earlier, int distance) {
    this.later = later;
    this.earlier = earlier;
    this.distance = distance;
  }

  ShuffleKey later() {
    return later;
  }

  ShuffleKey earlier() {
    return earlier;
  }

  int distance() {
    return distance;
  }
}
