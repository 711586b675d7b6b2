package io.sparkdcgan.explore;

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
