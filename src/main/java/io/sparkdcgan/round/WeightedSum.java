package io.sparkdcgan.round;

import java.util.List;

/**
 * Averages arrays in the order of a list, so that the last bit never depends on who was first. Sums
 * are kept in double: one array's average is that array to the bit.
 */
final class WeightedSum {
  private WeightedSum() {}

  /** An array and its weight: weights are above 0, all arrays equally long. */
  static final class Weighted {
    private final double weight;
    private final float[] values;

    Weighted(double weight, float[] values) {
      this.weight = weight;
      this.values = values;
    }
  }

  /** Averages element by element. */
  static float[] ofValues(List<Weighted> arrays) {
    return divided(sums(arrays), weight(arrays));
  }

  /**
   * Pools means and variances by moments: the statistics of all workers' batches taken together,
   * with the variance between workers in it.
   *
   * <pre>mean = sum(w mean_i)    var = sum(w (var_i + (mean_i - mean)^2))</pre>
   *
   * @param arrays first all means, then all variances in the same order
   */
  static float[] ofStatistics(List<Weighted> arrays) {
    double weight = weight(arrays);
    double[] sums = sums(arrays);
    int units = sums.length / 2;
    for (Weighted array : arrays) {
      for (int unit = 0; unit < units; unit++) {
        double distance = array.values[unit] - sums[unit] / weight;
        sums[units + unit] += array.weight * distance * distance;
      }
    }
    return divided(sums, weight);
  }

  private static double weight(List<Weighted> arrays) {
    return arrays.stream().mapToDouble(array -> array.weight).sum();
  }

  private static double[] sums(List<Weighted> arrays) {
    double[] sums = new double[arrays.get(0).values.length];
    for (Weighted array : arrays) {
      double weight = array.weight;
      float[] values = array.values;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * values[i];
      }
    }
    return sums;
  }

  private static float[] divided(double[] sums, double weight) {
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (sums[i] / weight);
    }
    return means;
  }
}
