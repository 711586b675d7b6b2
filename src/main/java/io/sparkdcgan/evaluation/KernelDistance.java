package io.sparkdcgan.evaluation;

import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernel distance of two sets of features (Binkowski et al. 2018, section 4): the unbiased
 * estimate of the squared maximum mean discrepancy under the kernel {@code (x . y / dimensions +
 * 1)^3}, averaged over 100 pairs of subsets of 1,000 rows, or of all rows where there are no more.
 * Its mean does not depend on how many pictures there are, and it may be below 0.
 */
public final class KernelDistance {
  private static final int SUBSETS = 100;
  private static final int ROWS = 1000;

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
    double[] distances = new double[subsets];
    for (int subset = 0; subset < subsets; subset++) {
      distances[subset] =
          discrepancy(
              ours, drawn(ours.rows(), rows, subset, 0),
              others, drawn(others.rows(), rows, subset, 1));
    }
    double mean = Arrays.stream(distances).sum() / subsets;
    double squares = Arrays.stream(distances).map(one -> (one - mean) * (one - mean)).sum();
    return new Score(mean, Math.sqrt(squares / subsets));
  }

  private int[] drawn(int from, int count, int subset, int side) {
    RandomStream stream = RandomStream.of(seed, "kernel subset", subset, side);
    return Arrays.copyOf(stream.permutation(from), count);
  }

  /** Gretton et al. (2012), lemma 6: pairs of a row with itself are left out. */
  static double discrepancy(
      FeatureMatrix ours, int[] ourRows, FeatureMatrix others, int[] otherRows) {
    double[] asTheyAre = new double[ours.dimensions()];
    try (INDArray x = ours.chosen(ourRows, asTheyAre);
        INDArray y = others.chosen(otherRows, asTheyAre)) {
      double pairs = (double) ourRows.length * (ourRows.length - 1);
      double otherPairs = (double) otherRows.length * (otherRows.length - 1);
      double across = (double) ourRows.length * otherRows.length;
      return kernelSum(x, x, false) / pairs
          + kernelSum(y, y, false) / otherPairs
          - 2 * kernelSum(x, y, true) / across;
    }
  }

  private static double kernelSum(INDArray x, INDArray y, boolean withDiagonal) {
    double[] products;
    try (INDArray all = Nd4j.gemm(x, y, false, true)) {
      products = all.dup('c').data().asDouble();
    }
    int columns = y.rows();
    double sum = 0;
    for (int i = 0; i < products.length; i++) {
      if (withDiagonal || i / columns != i % columns) {
        double linear = products[i] / x.columns() + 1;
        sum += linear * linear * linear;
      }
    }
    return sum;
  }
}
