package io.sparkdcgan.explore;

import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.explore.NeighborFigure.Neighbor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Drawn images next to the training images that are nearest to them, pixel by pixel.
 *
 * @param size edge of the images in pixels
 */
public record NeighborFigure(int size) {

  /** What was measured, as JSON has it. */
  private record Numbers(
      List<Double> drawnNearest,
      List<Double> realNearest,
      double drawnMedian,
      double realMedian,
      List<List<String>> drawnNeighbors,
      List<List<String>> realNeighbors) {}

  /**
   * Draws the figure.
   *
   * @param drawn drawn images
   * @param real as many training images, which are not their own neighbors
   * @param wanted how many neighbors an image has at most
   */
  public Figure of(List<Neighbors> drawn, List<Neighbors> real, int wanted) {
    List<float[]> cells = new ArrayList<>();
    for (int row = 0; row < drawn.size(); row++) {
      add(cells, drawn.get(row), wanted);
      cells.add(Pixels.DARK);
      if (row < real.size()) {
        add(cells, real.get(row), wanted);
      } else {
        cells.addAll(Collections.nCopies(wanted + 2, Pixels.DARK));
      }
    }
    double median = median(drawn);
    double among = median(real);
    Numbers numbers =
        new Numbers(
            distances(drawn),
            distances(real),
            Figure.rounded(median),
            Figure.rounded(among),
            keys(drawn),
            keys(real));
    return new Figure(
        "neighbors",
        "Nearest training images",
        new SampleGrid(drawn.size(), 2 * wanted + 5).png(cells, size),
        ("Left: drawn images, each with the %s training images nearest to it in pixels. Right:"
                + " training images with those nearest to them, for comparison.")
            .formatted(wanted),
        String.format(
            Locale.ROOT,
            "Drawn images lie %.3f from their nearest training image (median; the least %.3f),"
                + " training images %.3f from theirs (0 is a copy, values are in [-1, 1]): %s.",
            median,
            distances(drawn).stream().mapToDouble(d -> d).min().orElse(0),
            among,
            median > among / 2
                ? "no sign that training images were learned by heart"
                : "nearer than training images are to each other, which looks like copies"),
        numbers);
  }

  private static void add(List<float[]> cells, Neighbors row, int wanted) {
    cells.add(row.chw());
    cells.add(Pixels.DARK);
    row.nearest().forEach(neighbor -> cells.add(neighbor.chw()));
    cells.addAll(Collections.nCopies(wanted - row.nearest().size(), Pixels.DARK));
  }

  private static double median(List<Neighbors> rows) {
    List<Double> sorted = distances(rows).stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  private static List<Double> distances(List<Neighbors> rows) {
    return rows.stream()
        .filter(row -> !row.nearest().isEmpty())
        .map(row -> Figure.rounded(row.nearest().get(0).distance()))
        .toList();
  }

  private static List<List<String>> keys(List<Neighbors> rows) {
    return rows.stream().map(row -> row.nearest().stream().map(Neighbor::key).toList()).toList();
  }

  /**
   * A training image that is near to another image.
   *
   * @param key where it comes from
   * @param distance root of the mean squared difference of the values, which are in [-1, 1]
   * @param chw the image, [3, S, S]
   */
  public record Neighbor(String key, double distance, float[] chw) {}

  /**
   * An image and the training images that are nearest to it.
   *
   * @param chw the image, [3, S, S] in [-1, 1]
   * @param nearest the nearest first
   */
  public record Neighbors(float[] chw, List<Neighbor> nearest) {
    public Neighbors {
      nearest = List.copyOf(nearest);
    }
  }
}
