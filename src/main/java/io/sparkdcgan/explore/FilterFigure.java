package io.sparkdcgan.explore;

import io.sparkdcgan.evaluation.SampleGrid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What the discriminator's filters answer to, compared with random ones (section 6.2, figure 5).
 *
 * @param images real ones, at least one, [3, S, S] in [-1, 1]
 * @param size edge of the images in pixels
 */
public record FilterFigure(List<float[]> images, int size) {
  /** The paper shows the first six. */
  private static final int FEATURES = 6;

  private static final int STRONGEST = 5;

  /** A discriminator that can be asked what it answers to. */
  public interface Filters {
    /** Each feature's largest activation in each of the images: [n, features], row by row. */
    float[] responses(float[] nchw);

    /** The guided gradient of a feature's largest activation by the pixels: [n, 3, S, S]. */
    float[] pixels(float[] nchw, int feature);
  }

  /** What was measured, as JSON has it. */
  private record Numbers(
      int pictures,
      List<Double> randomConcentration,
      List<Double> trainedConcentration,
      List<List<Integer>> randomStrongest,
      List<List<Integer>> trainedStrongest) {}

  private record Row(List<Integer> strongest, List<float[]> pixels, double concentration) {}

  /**
   * Draws the figure.
   *
   * @param random untrained filters of the same initialization
   * @param trained the run's
   */
  public Figure of(Filters random, Filters trained) {
    List<Row> left = rows(random);
    List<Row> right = rows(trained);
    List<float[]> cells = new ArrayList<>();
    for (int feature = 0; feature < left.size(); feature++) {
      addRow(cells, left.get(feature), right.get(feature), Row::pixels);
      addRow(cells, left.get(feature), right.get(feature), this::originals);
    }
    double before = mean(left);
    double after = mean(right);
    Numbers numbers =
        new Numbers(
            images.size(),
            concentrations(left),
            concentrations(right),
            left.stream().map(Row::strongest).toList(),
            right.stream().map(Row::strongest).toList());
    return new Figure(
        "filters",
        "What the discriminator looks at",
        new SampleGrid(2 * left.size(), 2 * STRONGEST + 1).png(cells, size),
        ("The first %s features of the last convolution layer, two rows each: guided"
                + " backpropagation of the %s strongest responses among %s real images, and those"
                + " images. Left: random filters, right: the trained ones. Gray is no influence;"
                + " each image is scaled by its own largest value.")
            .formatted(left.size(), STRONGEST, images.size()),
        String.format(
            Locale.ROOT,
            "A tenth of the pixels carries %.0f %% of the random filters' gradient and %.0f %% of"
                + " the trained ones': the trained filters %s. Whether that is a typical part of a"
                + " scene, as the paper claims of trained filters alone, is for eyes.",
            100 * before,
            100 * after,
            after > before + 0.02
                ? "look at smaller parts of an image than random ones"
                : "are no more selective than random ones by this measure"),
        numbers);
  }

  private interface Part {
    List<float[]> of(Row row);
  }

  private static void addRow(List<float[]> cells, Row left, Row right, Part part) {
    List<float[]> ofLeft = part.of(left);
    cells.addAll(ofLeft);
    cells.addAll(Collections.nCopies(STRONGEST + 1 - ofLeft.size(), Pixels.DARK));
    List<float[]> ofRight = part.of(right);
    cells.addAll(ofRight);
    cells.addAll(Collections.nCopies(STRONGEST - ofRight.size(), Pixels.DARK));
  }

  private List<float[]> originals(Row row) {
    return row.strongest.stream().map(images::get).toList();
  }

  private List<Row> rows(Filters filters) {
    float[] responses = filters.responses(Pixels.joined(images));
    int features = responses.length / images.size();
    return IntStream.range(0, Math.min(FEATURES, features))
        .mapToObj(feature -> row(filters, responses, features, feature))
        .toList();
  }

  private Row row(Filters filters, float[] responses, int features, int feature) {
    List<Integer> strongest =
        IntStream.range(0, images.size())
            .boxed()
            .sorted(
                (one, other) ->
                    Float.compare(
                        responses[other * features + feature], responses[one * features + feature]))
            .limit(STRONGEST)
            .toList();
    List<float[]> chosen = strongest.stream().map(images::get).toList();
    List<float[]> gradients = Pixels.split(filters.pixels(Pixels.joined(chosen), feature), size);
    double concentration =
        gradients.stream().mapToDouble(FilterFigure::concentration).average().orElseThrow();
    return new Row(strongest, gradients.stream().map(FilterFigure::shown).toList(), concentration);
  }

  /** Scaled so that its largest value is 1. */
  private static float[] shown(float[] gradient) {
    float largest = 0;
    for (float value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest == 0 ? gradient : LatentSpace.mix(gradient, 1 / largest, gradient, 0);
  }

  /** The share of a gradient that the tenth of the pixels with most of it carries: 0.1 to 1. */
  static double concentration(float[] gradient) {
    int plane = gradient.length / 3;
    double[] perPixel =
        IntStream.range(0, plane)
            .mapToDouble(
                i ->
                    Math.abs(gradient[i])
                        + Math.abs(gradient[i + plane])
                        + Math.abs(gradient[i + 2 * plane]))
            .sorted()
            .toArray();
    double all = IntStream.range(0, plane).mapToDouble(i -> perPixel[i]).sum();
    double most = IntStream.range(plane - plane / 10, plane).mapToDouble(i -> perPixel[i]).sum();
    return all == 0 ? 0.1 : most / all;
  }

  private static double mean(List<Row> rows) {
    return rows.stream().mapToDouble(Row::concentration).average().orElseThrow();
  }

  private static List<Double> concentrations(List<Row> rows) {
    return rows.stream().map(row -> Figure.rounded(row.concentration())).toList();
  }
}
