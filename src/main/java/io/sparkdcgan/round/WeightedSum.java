package io.sparkdcgan.round;

import java.util.Comparator;
import java.util.List;

/**
 * Averages one slice over the workers, in worker order whatever the order of arrival, so that the
 * last bit never depends on who was first. Sums are kept in double: one worker's average is that
 * worker's result to the bit. A worker that saw no pictures has weight 0.
 */
final class WeightedSum {
  private WeightedSum() {}

  /** Sorts by worker and averages element by element. */
  static AveragedSlice ofValues(List<StateSlice> slices) {
    List<StateSlice> ordered = inWorkerOrder(slices);
    double[] sums = new double[ordered.get(0).values().length];
    for (StateSlice slice : ordered) {
      add(sums, slice.values(), slice.weight());
    }
    return averaged(ordered, divided(sums, weight(ordered)));
  }

  /**
   * Pools means and variances by moments: the statistics of all workers' batches taken together,
   * with the variance between workers in it.
   *
   * <pre>mean = sum(w mean_i)    var = sum(w (var_i + (mean_i - mean)^2))</pre>
   *
   * @param slices first all means, then all variances in the same order
   */
  static AveragedSlice ofStatistics(List<StateSlice> slices) {
    List<StateSlice> ordered = inWorkerOrder(slices);
    double weight = weight(ordered);
    int units = ordered.get(0).values().length / 2;
    double[] sums = new double[2 * units];
    for (StateSlice slice : ordered) {
      add(sums, slice.values(), slice.weight());
    }
    for (StateSlice slice : ordered) {
      for (int unit = 0; unit < units; unit++) {
        double distance = slice.values()[unit] - sums[unit] / weight;
        sums[units + unit] += slice.weight() * distance * distance;
      }
    }
    return averaged(ordered, divided(sums, weight));
  }

  private static List<StateSlice> inWorkerOrder(List<StateSlice> slices) {
    List<StateSlice> ordered =
        slices.stream()
            .filter(slice -> slice.weight() > 0)
            .sorted(Comparator.comparingInt(StateSlice::worker))
            .toList();
    if (ordered.isEmpty()) {
      throw new IllegalArgumentException("no worker saw a picture: there is nothing to average");
    }
    return ordered;
  }

  private static double weight(List<StateSlice> slices) {
    return slices.stream().mapToDouble(StateSlice::weight).sum();
  }

  private static void add(double[] sums, float[] values, double weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * values[i];
    }
  }

  private static float[] divided(double[] sums, double weight) {
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (sums[i] / weight);
    }
    return means;
  }

  private static AveragedSlice averaged(List<StateSlice> slices, float[] values) {
    long updates = slices.stream().mapToLong(StateSlice::updates).max().getAsLong();
    WorkerReport[] reports =
        slices.stream()
            .map(StateSlice::report)
            .filter(report -> report != null)
            .toArray(WorkerReport[]::new);
    return new AveragedSlice(slices.get(0).index(), updates, values, reports);
  }
}
