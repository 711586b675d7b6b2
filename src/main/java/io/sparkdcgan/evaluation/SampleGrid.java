package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageRecord;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images in rows and columns on one PNG, dark gaps between and around them. Small images are
 * enlarged by a whole factor, every pixel to a square of its own color, to be easy on the eye and
 * still exact. The same pixels give the same bytes.
 */
public final class SampleGrid {
  private static final int GAP = 2;
  private static final int BACKGROUND = 0x16181d;
  private static final int COMFORTABLE_EDGE = 64;

  private final int rows;
  private final int columns;

  /**
   * A grid of so many cells.
   *
   * @param rows at least 1
   * @param columns at least 1
   */
  public SampleGrid(int rows, int columns) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a grid needs at least 1 row and 1 column, but has %s and %s".formatted(rows, columns));
    }
    this.rows = rows;
    this.columns = columns;
  }

  /** How many pixels of the grid one pixel of an image is wide and high. */
  public static int enlargement(int size) {
    return (COMFORTABLE_EDGE + size - 1) / size;
  }

  /**
   * Draws images, row by row.
   *
   * @param nchw [images, 3, size, size] in [-1, 1], red, green, blue, rows from the top; what lies
   *     outside is cut off, NaN is black; at most rows x columns images, missing ones stay dark
   * @param size edge of an image in pixels
   * @return a PNG
   * @throws IllegalArgumentException if the array is not of whole images, or of too many
   */
  public byte[] png(float[] nchw, int size) {
    int perImage = ImageRecord.CHANNELS * size * size;
    int images = nchw.length / perImage;
    if (nchw.length % perImage != 0 || images > rows * columns) {
      throw new IllegalArgumentException(
          "%s numbers are not up to %s images of %s x %s pixels"
              .formatted(nchw.length, rows * columns, size, size));
    }
    return png(
        IntStream.range(0, images)
            .mapToObj(image -> Arrays.copyOfRange(nchw, image * perImage, (image + 1) * perImage))
            .toList(),
        size);
  }

  /**
   * Draws images with dark cells between them.
   *
   * @param cells rows x columns of them at most, row by row: an image [3, size, size] in [-1, 1],
   *     or an empty array for a cell that stays dark
   * @param size edge of an image in pixels
   * @return a PNG
   * @throws IllegalArgumentException if a cell is no such image, or there are too many
   */
  public byte[] png(List<float[]> cells, int size) {
    int perImage = ImageRecord.CHANNELS * size * size;
    if (cells.size() > rows * columns
        || cells.stream().anyMatch(cell -> cell.length != 0 && cell.length != perImage)) {
      throw new IllegalArgumentException(
          "%s cells are not up to %s images of %s x %s pixels"
              .formatted(cells.size(), rows * columns, size, size));
    }
    BufferedImage grid = dark(size);
    for (int cell = 0; cell < cells.size(); cell++) {
      if (cells.get(cell).length > 0) {
        draw(grid, cell, cells.get(cell), size);
      }
    }
    return ImagePng.encoded(grid);
  }

  private BufferedImage dark(int size) {
    int cell = size * enlargement(size) + GAP;
    BufferedImage grid =
        new BufferedImage(columns * cell + GAP, rows * cell + GAP, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < grid.getHeight(); y++) {
      for (int x = 0; x < grid.getWidth(); x++) {
        grid.setRGB(x, y, BACKGROUND);
      }
    }
    return grid;
  }

  private void draw(BufferedImage grid, int index, float[] chw, int size) {
    int factor = enlargement(size);
    int cell = size * factor + GAP;
    int left = GAP + index % columns * cell;
    int top = GAP + index / columns * cell;
    int plane = size * size;
    int[] square = new int[factor * factor];
    for (int pixel = 0; pixel < plane; pixel++) {
      Arrays.fill(square, ImagePng.color(chw, pixel, plane));
      int x = left + pixel % size * factor;
      int y = top + pixel / size * factor;
      grid.setRGB(x, y, factor, factor, square, 0, factor);
    }
  }
}
