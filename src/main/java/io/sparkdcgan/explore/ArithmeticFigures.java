package io.sparkdcgan.explore;

import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Vector arithmetic on averaged latents, compared with the same on pixels (section 6.3.2, figure
 * 7).
 *
 * @param table of images that were drawn from the same latents
 * @param seed names the noise
 */
public record ArithmeticFigures(Drawings drawings, AttributeTable table, long seed) {
  /** The paper's: uniform noise of this scale is added to the latents around the result. */
  private static final double NOISE = 0.25;

  private static final int COLUMNS = 9;
  private static final int NEIGHBORHOOD = 4;
  private static final int PIXELS = 8;

  /** The figures of these sums; three automatic ones, if there are none. */
  public List<Figure> of(List<VectorSum> sums) {
    List<VectorSum> chosen = sums.isEmpty() ? VectorSum.automatic(table) : sums;
    List<Figure> figures = new ArrayList<>();
    for (VectorSum sum : chosen) {
      figures.add(figure("arithmetic-" + (figures.size() + 1), sum));
    }
    return figures;
  }

  private record Group(List<Integer> numbers, List<float[]> images) {
    float[] mean() {
      float[] mean = new float[images.get(0).length];
      images.forEach(
          image -> {
            for (int i = 0; i < mean.length; i++) {
              mean[i] += image[i] / images.size();
            }
          });
      return mean;
    }
  }

  private List<float[]> latents(List<Integer> numbers) {
    return numbers.stream().map(drawings::latent).toList();
  }

  private Figure figure(String name, VectorSum sum) {
    List<List<Integer>> picked = List.of(sum.with(), sum.without(), sum.onto());
    List<Group> groups =
        picked.stream()
            .map(numbers -> new Group(numbers, drawings.draw(latents(numbers))))
            .toList();
    List<float[]> latents =
        new ArrayList<>(
            picked.stream().map(numbers -> drawings.space().mean(latents(numbers))).toList());
    float[] result = sum(latents.get(0), latents.get(1), latents.get(2));
    RandomStream noise = RandomStream.of(seed, "arithmetic noise/" + name);
    for (int cell = 0; cell < 9; cell++) {
      float[] near = result.clone();
      for (int i = 0; i < near.length && cell != 4; i++) {
        near[i] += (float) noise.nextDouble(-NOISE, NOISE);
      }
      latents.add(near);
    }
    List<float[]> drawn = drawings.draw(latents);
    int rows = Math.max(4, 1 + groups.stream().mapToInt(g -> g.numbers.size()).max().orElse(0));
    List<float[]> cells = new ArrayList<>(Collections.nCopies(rows * COLUMNS, Pixels.DARK));
    for (int column = 0; column < 3; column++) {
      List<float[]> images = groups.get(column).images;
      for (int row = 0; row < images.size(); row++) {
        cells.set(row * COLUMNS + column, images.get(row));
      }
      cells.set((rows - 1) * COLUMNS + column, drawn.get(column));
    }
    for (int cell = 0; cell < 9; cell++) {
      cells.set(cell / 3 * COLUMNS + NEIGHBORHOOD + cell % 3, drawn.get(3 + cell));
    }
    pixelSums(groups, rows, cells);
    float[] ofPixels = sum(groups.get(0).mean(), groups.get(1).mean(), groups.get(2).mean());
    return new Figure(
        name,
        "Vector arithmetic: " + sum.name(),
        new SampleGrid(rows, COLUMNS).png(cells, drawings.size()),
        "Columns 1 to 3: the images of the three groups, and in the last row what is drawn from"
            + " each group's mean latent. Columns 5 to 7: first - second + third group's mean"
            + " latent in the middle, around it the same with uniform noise of 0.25. Column 9: the"
            + " same sum of the images' pixels, row by row, and in the last row of their means.",
        finding(sum, drawn.get(7), ofPixels),
        numbers(sum, drawn, ofPixels));
  }

  private static void pixelSums(List<Group> groups, int rows, List<float[]> cells) {
    int triples = groups.stream().mapToInt(group -> group.numbers.size()).min().orElse(0);
    for (int row = 0; row < triples; row++) {
      int at = row;
      List<float[]> three = groups.stream().map(group -> group.images.get(at)).toList();
      cells.set(row * COLUMNS + PIXELS, sum(three.get(0), three.get(1), three.get(2)));
    }
    cells.set(
        (rows - 1) * COLUMNS + PIXELS,
        sum(groups.get(0).mean(), groups.get(1).mean(), groups.get(2).mean()));
  }

  private static float[] sum(float[] with, float[] without, float[] onto) {
    return LatentSpace.mix(LatentSpace.mix(with, 1, without, -1), 1, onto, 1);
  }

  private String finding(VectorSum sum, float[] result, float[] ofPixels) {
    String pixels =
        "The sum of pixels shows what its images have laid over each other, as in the paper.";
    return sum.expected()
        .map(
            expected -> {
              double much = table.score(expected.much(), result);
              double little = table.score(expected.little(), result);
              return String.format(
                  Locale.ROOT,
                  "The result should be %s and %s: it lies %.1f and %.1f deviations from the mean"
                      + " image (%.1f and %.1f by pixels), so the paper's claim %s. %s",
                  expected.much().word(true),
                  expected.little().word(false),
                  much,
                  little,
                  table.score(expected.much(), ofPixels),
                  table.score(expected.little(), ofPixels),
                  much > 0.5 && little < -0.5
                      ? "holds here"
                      : much > 0 && little < 0 ? "holds weakly here" : "does not hold here",
                  pixels);
            })
        .orElse(
            "Groups were picked by hand: whether the result is as wanted is for eyes. " + pixels);
  }

  /** What was measured, as JSON has it. */
  private record Numbers(
      String name,
      List<Integer> with,
      List<Integer> without,
      List<Integer> onto,
      double noise,
      Map<String, Double> withScores,
      Map<String, Double> withoutScores,
      Map<String, Double> ontoScores,
      Map<String, Double> resultScores,
      Map<String, Double> pixelSumScores) {}

  private Numbers numbers(VectorSum sum, List<float[]> drawn, float[] ofPixels) {
    return new Numbers(
        sum.name(),
        sum.with(),
        sum.without(),
        sum.onto(),
        NOISE,
        table.scores(drawn.get(0)),
        table.scores(drawn.get(1)),
        table.scores(drawn.get(2)),
        table.scores(drawn.get(7)),
        table.scores(ofPixels));
  }
}
