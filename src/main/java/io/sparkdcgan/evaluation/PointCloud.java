package io.sparkdcgan.evaluation;

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
