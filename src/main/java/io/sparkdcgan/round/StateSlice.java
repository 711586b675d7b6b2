package io.sparkdcgan.round;

/**
 * A piece of a worker's result on its way to the sum, with the worker's weight. A final class of
 * plain fields, since it crosses Spark's shuffle.
 */
public final class StateSlice {
  private final int index;
  private final int worker;
  private final double weight;
  private final long updates;
  private final float[] values;
  private final WorkerReport report;

  StateSlice(
      int index, int worker, double weight, long updates, float[] values, WorkerReport report) {
    this.index = index;
    this.worker = worker;
    this.weight = weight;
    this.updates = updates;
    this.values = values;
    this.report = report;
  }

  /** Which piece of the state, see {@link SlicePlan}. */
  public int index() {
    return index;
  }

  int worker() {
    return worker;
  }

  double weight() {
    return weight;
  }

  long updates() {
    return updates;
  }

  float[] values() {
    return values;
  }

  /** The worker's report, which travels with its first slice; null in all others. */
  WorkerReport report() {
    return report;
  }
}
