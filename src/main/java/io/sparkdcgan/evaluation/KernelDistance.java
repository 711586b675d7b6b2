package io.sparkdcgan.evaluation;

import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernel distance of two sets of features (Binkowski et al. 2018, section 4): the unbiased
 * estimate of the squared maximum mean discrepancy under the kernel {@code (x . y / dimensions +
 * 1)^3}, averaged over 100 pairs of subsets of 1,000 rows, or of all rows where there are no more.
 * Its mean does not depend on how many images there are, and it may be below 0.
 */
public final class KernelDistance {
  private static final int SUBSETS = 100;
  private static final int ROWS = 1000;

  /** So many rows are multiplied with each other once for all subsets: 134 MB for each product. */
  private static final int AT_ONCE = 4096;

  private final long seed;

  /**
   * @param seed names the subsets
   */
  public KernelDistance(long seed) {
    this.seed = seed;
  }

  /**
   * A distance.
   *
   * @param mean over the subsets
   * @param deviation of the subsets' own; 0 where there is one subset
   */
  public record Score(double mean, double deviation) {}

  /**
   * The distance of two sets.
   *
   * @throws IllegalArgumentException if the features have other dimensions
   */
  public Score between(FeatureMatrix ours, FeatureMatrix others) {
    ours.requireAlike(others);
    int rows = Math.min(ROWS, Math.min(ours.rows(), others.rows()));
    // all rows, in whatever order, are the same subset again
    int subsets = rows == ours.rows() && rows == others.rows() ? 1 : SUBSETS;
    Subsets whole =
        Math.max(ours.rows(), others.rows()) > AT_ONCE
            ? (mine, theirs) -> discrepancy(ours, mine, others, theirs)
            : ofAll(ours, others);
    double[] distances = new double[subsets];
    for (int subset = 0; subset < subsets; subset++) {
      distances[subset] =
          whole.discrepancy(
              drawn(ours.rows(), rows, subset, 0), drawn(others.rows(), rows, subset, 1));
    }
    double mean = Arrays.stream(distances).sum() / subsets;
    double squares = Arrays.stream(distances).map(one -> (one - mean) * (one - mean)).sum();
    return new Score(mean, Math.sqrt(squares / subsets));
  }

  private int[] drawn(int from, int count, int subset, int side) {
    RandomStream stream = RandomStream.of(seed, "kernel subset", subset, side);
    return Arrays.copyOf(stream.permutation(from), count);
  }

  @FunctionalInterface
  private interface Subsets {
    double discrepancy(int[] ourRows, int[] otherRows);
  }

  private static Subsets ofAll(FeatureMatrix ours, FeatureMatrix others) {
    int[] mine = firstRows(ours.rows());
    int[] theirs = firstRows(others.rows());
    KernelProducts own = KernelProducts.of(ours, mine, ours, mine);
    KernelProducts their = KernelProducts.of(others, theirs, others, theirs);
    KernelProducts across = KernelProducts.of(ours, mine, others, theirs);
    return (ourRows, otherRows) -> discrepancy(own, their, across, ourRows, otherRows);
  }

  private static int[] firstRows(int count) {
    return IntStream.range(0, count).toArray();
  }

  static double discrepancy(
      FeatureMatrix ours, int[] ourRows, FeatureMatrix others, int[] otherRows) {
    return discrepancy(
        KernelProducts.of(ours, ourRows, ours, ourRows),
        KernelProducts.of(others, otherRows, others, otherRows),
        KernelProducts.of(ours, ourRows, others, otherRows),
        firstRows(ourRows.length),
        firstRows(otherRows.length));
  }

  /** Gretton et al. (2012), lemma 6: pairs of a row with itself are left out. */
  private static double discrepancy(
      KernelProducts own,
      KernelProducts their,
      KernelProducts across,
      int[] ourRows,
      int[] otherRows) {
    return own.meanKernel(ourRows, ourRows, true)
        + their.meanKernel(otherRows, otherRows, true)
        - 2 * across.meanKernel(ourRows, otherRows, false);
  }

  /** The scalar products of features with features, and sums of their kernel. */
  private record KernelProducts(double[] products, int columns, int dimensions) {

    /** Of each of some rows with each of some others. */
    static KernelProducts of(FeatureMatrix ours, int[] ourRows, FeatureMatrix others, int[] rows) {
      double[] asTheyAre = new double[ours.dimensions()];
      try (INDArray x = ours.chosen(ourRows, asTheyAre);
          INDArray y = others.chosen(rows, asTheyAre);
          INDArray all = Nd4j.gemm(x, y, false, true);
          INDArray rowAfterRow = all.dup('c')) {
        return new KernelProducts(rowAfterRow.data().asDouble(), rows.length, ours.dimensions());
      }
    }

    /**
     * The mean of {@code (product / dimensions + 1)^3} over pairs.
     *
     * @param rows which rows
     * @param others which columns
     * @param ofOneSet whether both are the same set, whose pairs of a row with itself do not count
     */
    double meanKernel(int[] rows, int[] others, boolean ofOneSet) {
      double sum = 0;
      for (int row : rows) {
        for (int other : others) {
          if (!ofOneSet || row != other) {
            double linear = products[row * columns + other] / dimensions + 1;
            sum += linear * linear * linear;
          }
        }
      }
      return sum / ((double) rows.length * (ofOneSet ? others.length - 1 : others.length));
    }
  }
}
