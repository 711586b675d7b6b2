package io.sparkdcgan.evaluation;

import java.util.Arrays;

/**
 * Whether drawn images are copies of those that were trained with: how far each is from its nearest
 * one, compared with how far real images are from their nearest others. Distances are root mean
 * square differences of a value, from 0 to 255.
 *
 * @param drawn median over the drawn images
 * @param real median over real images, each to another than itself
 * @param threshold half of {@code real}: what is nearer is called a near-duplicate
 * @param nearDuplicates how many of the drawn images are
 * @param realNearDuplicates how many of the real ones are: what the set itself repeats
 */
public record Memorization(
    double drawn, double real, double threshold, int nearDuplicates, int realNearDuplicates) {
  private static final double NEAR = 0.5;

  /**
   * Compares nearest distances.
   *
   * @param drawn of each drawn image to its nearest one, at least one
   * @param real of each real image to its nearest other, at least one
   */
  public static Memorization of(double[] drawn, double[] real) {
    double threshold = NEAR * median(real);
    return new Memorization(
        median(drawn), median(real), threshold, below(threshold, drawn), below(threshold, real));
  }

  private static int below(double threshold, double[] distances) {
    return (int) Arrays.stream(distances).filter(distance -> distance < threshold).count();
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
