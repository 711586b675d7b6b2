package io.sparkdcgan.round;

import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.round.WeightedSum.Weighted;
import java.util.List;
import java.util.function.Function;

/**
 * Averages arrays in the order of a list, so that the last bit never depends on who was first. Sums
 * are kept in double: one array's average is that array to the bit.
 */
public final class WeightedSum {
  private WeightedSum() {}

  /** An array and its weight: weights are above 0, all arrays equally long. */
  record Weighted(double weight, float[] values) {}

  /**
   * The average of whole states of one small network, where workers have seen equally many images:
   * of parameters and moments, with statistics pooled by moments. The adversarial networks' states
   * are averaged in slices: see {@link Averaging}.
   *
   * @param states at least one, in worker order, which the last bits depend on
   */
  public static NetworkState ofStates(List<NetworkState> states) {
    return new NetworkState(
        ofValues(weighted(states, NetworkState::parameters)),
        ofValues(weighted(states, NetworkState::firstMoments)),
        ofValues(weighted(states, NetworkState::secondMoments)),
        ofStatistics(weighted(states, NetworkState::statistics)),
        states.stream().mapToLong(NetworkState::updates).max().orElse(0));
  }

  private static List<Weighted> weighted(
      List<NetworkState> states, Function<NetworkState, float[]> of) {
    return states.stream().map(state -> new Weighted(1, of.apply(state))).toList();
  }

  /** Averages element by element. */
  static float[] ofValues(List<Weighted> arrays) {
    return divided(sums(arrays), weight(arrays));
  }

  /**
   * Pools means and variances by moments: the statistics of all workers' batches taken together,
   * with the variance between workers in it.
   *
   * <pre>mean = sum(w mean_i) / sum(w)    var = sum(w (var_i + (mean_i - mean)^2)) / sum(w)</pre>
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
