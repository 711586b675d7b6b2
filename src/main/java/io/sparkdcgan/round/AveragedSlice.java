package io.sparkdcgan.round;

/**
 * A piece of the next state, averaged over all workers that take part. A final class of plain
 * fields, since it crosses Spark.
 */
public final class AveragedSlice {
  private final int index;
  private final long updates;
  private final float[] values;
  private final double squaredError;
  private final WorkerReport[] reports;

  AveragedSlice(
      int index, long updates, float[] values, double squaredError, WorkerReport[] reports) {
    this.index = index;
    this.updates = updates;
    this.values = values;
    this.squaredError = squaredError;
    this.reports = reports;
  }

  int index() {
    return index;
  }

  long updates() {
    return updates;
  }

  /** Empty if no worker takes part. */
  float[] values() {
    return values;
  }

  /** What traveling took from the pieces that went into it: a sum of squares. */
  double squaredError() {
    return squaredError;
  }

  /** Those of all workers, in worker order; empty but in the first slice. */
  WorkerReport[] reports() {
    return reports;
  }
}
