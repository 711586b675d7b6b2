package io.sparkdcgan.explore;

import java.util.List;

/** An image and the training images that are nearest to it. */
public final class Neighbors {
  private final float[] chw;
  private final List<Neighbor> nearest;

  /**
   * @param chw the image, [3, S, S] in [-1, 1]
   * @param nearest the nearest first
   */
  public Neighbors(float[] chw, List<Neighbor> nearest) {
    this.chw = chw;
    this.nearest = List.copyOf(nearest);
  }

  float[] chw() {
    return chw;
  }

  List<Neighbor> nearest() {
    return nearest;
  }
}
