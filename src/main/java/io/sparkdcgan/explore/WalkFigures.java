package io.sparkdcgan.explore;

import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.explore.Drawings.Artist;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Walks in latent space (Radford et al. 2015, section 6.1 and figure 4).
 *
 * @param size edge of the images in pixels
 */
public record WalkFigures(LatentSpace space, Artist artist, int size) {
  private static final int ROWS = 8;
  private static final int COLUMNS = 9;
  private static final int STOPS = 4;
  private static final int FRAMES = 8;

  /** How many latents {@link #rows} and {@link #closed} want. */
  public static final int LATENTS = 2 * ROWS + STOPS;

  /**
   * Eight walks, each between two latents.
   *
   * @param latents [LATENTS, latent size]
   */
  public Figure rows(float[] latents) {
    List<float[]> walked = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      walked.addAll(
          walk(space.row(latents, 2 * row), space.row(latents, 2 * row + 1), COLUMNS, COLUMNS - 1));
    }
    List<float[]> images = Pixels.split(artist.draw(space.rows(walked)), size);
    double[] steps = new double[ROWS * (COLUMNS - 1)];
    for (int step = 0; step < steps.length; step++) {
      int from = step / (COLUMNS - 1) * COLUMNS + step % (COLUMNS - 1);
      steps[step] = Pixels.distance(images.get(from), images.get(from + 1));
    }
    double worst = 0;
    for (int row = 0; row < ROWS; row++) {
      worst = Math.max(worst, roughness(steps, row * (COLUMNS - 1), COLUMNS - 1));
    }
    return figure(
        "walks",
        "Walks in latent space",
        new SampleGrid(ROWS, COLUMNS).png(images, size),
        ("Each row leads from one drawn latent (left) to another (right) in %s equal steps, %s"
                + " interpolation.")
            .formatted(COLUMNS - 1, space.interpolation()),
        COLUMNS - 1,
        steps,
        worst);
  }

  /**
   * A walk through four latents and back to the first.
   *
   * @param latents [LATENTS, latent size], of which the last four are taken
   */
  public Figure closed(float[] latents) {
    List<float[]> walked = new ArrayList<>();
    for (int stop = 0; stop < STOPS; stop++) {
      float[] from = space.row(latents, 2 * ROWS + stop);
      float[] to = space.row(latents, 2 * ROWS + (stop + 1) % STOPS);
      walked.addAll(walk(from, to, FRAMES, FRAMES));
    }
    List<float[]> images = Pixels.split(artist.draw(space.rows(walked)), size);
    double[] steps = new double[images.size()];
    for (int step = 0; step < steps.length; step++) {
      steps[step] = Pixels.distance(images.get(step), images.get((step + 1) % images.size()));
    }
    return figure(
        "closed-walk",
        "A closed walk",
        new SampleGrid(STOPS, FRAMES).png(images, size),
        ("Row by row through four drawn latents, each the first of its row, and from the last"
                + " image back to the first, %s interpolation.")
            .formatted(space.interpolation()),
        FRAMES,
        steps,
        roughness(steps, 0, steps.length));
  }

  private List<float[]> walk(float[] from, float[] to, int frames, int steps) {
    List<float[]> walked = new ArrayList<>();
    for (int frame = 0; frame < frames; frame++) {
      walked.add(space.between(from, to, (double) frame / steps));
    }
    return walked;
  }

  /** The largest of some steps over their mean: 1 where all are alike, their number for a jump. */
  private static double roughness(double[] steps, int from, int count) {
    double sum = 0;
    double largest = 0;
    for (int step = from; step < from + count; step++) {
      sum += steps[step];
      largest = Math.max(largest, steps[step]);
    }
    return sum == 0 ? 1 : largest * count / sum;
  }

  /** What was measured, as JSON has it. */
  record Numbers(
      String interpolation, int stepsARow, List<Double> steps, double largestOverMeanStep) {}

  private Figure figure(
      String name, String title, byte[] png, String layout, int row, double[] steps, double rough) {
    Numbers numbers =
        new Numbers(space.interpolation(), row, Figure.rounded(steps), Figure.rounded(rough));
    String finding =
        String.format(
            Locale.ROOT,
            "A generator that had memorized images would jump from one to the next. The largest"
                + " change between neighbors is %.1f times the mean change of its walk (1 is even,"
                + " a single jump would be %d): the walk is %s.",
            rough,
            steps.length % row == 0 && name.equals("walks") ? row : steps.length,
            rough < 3 ? "smooth, as the paper finds" : "not smooth everywhere");
    return new Figure(name, title, png, layout, finding, numbers);
  }
}
