package io.sparkdcgan.explore;

import java.util.Arrays;

/** What stands for an object where nobody drew boxes; told from the pixels alone. */
public enum ObjectRegion {
  /** Lighter than the image's middle luma, and in its upper half: skies, foreheads, lamps. */
  SKY("what is lighter than half of the image, in its upper half"),
  /** Lighter than the image's middle luma. */
  LIGHT("what is lighter than half of the image"),
  /** Not lighter than the image's middle luma: hair, shadows, trees. */
  DARK("what is darker than half of the image");

  private final String meaning;

  ObjectRegion(String meaning) {
    this.meaning = meaning;
  }

  /** For people. */
  public String meaning() {
    return meaning;
  }

  /**
   * Which cells of an image belong to the region.
   *
   * @param chw [3, S, S] in [-1, 1]
   * @param size S
   * @param edge cells along an edge, a divisor of S
   * @return [edge, edge]
   */
  boolean[] cells(float[] chw, int size, int edge) {
    int cell = size / edge;
    double[] luma = new double[edge * edge];
    double[] perPixel = Pixels.luma(chw);
    for (int i = 0; i < perPixel.length; i++) {
      luma[i / size / cell * edge + i % size / cell] += perPixel[i];
    }
    double[] sorted = luma.clone();
    Arrays.sort(sorted);
    double middle = sorted[sorted.length / 2];
    boolean[] cells = new boolean[luma.length];
    for (int i = 0; i < cells.length; i++) {
      boolean light = luma[i] > middle;
      cells[i] =
          switch (this) {
            case SKY -> light && 2 * (i / edge) < edge;
            case LIGHT -> light;
            case DARK -> !light;
          };
    }
    return cells;
  }
}
