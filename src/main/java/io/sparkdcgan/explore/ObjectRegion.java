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

  /**
   * Where somebody saw the object in a drawn image, in pixels from the left and the top.
   *
   * @param image the image's number
   * @param left first column that belongs to it
   * @param top first row that belongs to it
   * @param right first column that does not
   * @param bottom first row that does not
   */
  public record ObjectBox(int image, int left, int top, int right, int bottom) {
    /** Whether the middle of a cell of a coarser grid lies in the box. */
    boolean holds(int cellX, int cellY, int cell) {
      double x = (cellX + 0.5) * cell;
      double y = (cellY + 0.5) * cell;
      return x >= left && x < right && y >= top && y < bottom;
    }
  }
}
