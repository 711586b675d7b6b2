package io.sparkdcgan.round;

/**
 * A piece of the next state, averaged over all workers. A final class of plain fields, since it
 * crosses Spark.
 */
public final class AveragedSlice {
  private final int index;
  private final long updates;
  private final float[] values;
  private final WorkerReport[] reports;

  AveragedSlice(int index, long updates, float[] values, WorkerReport[] reports) {
    this.index = index;
    this.updates = updates;
    this.values = values;
    this.reports = reports;
  }

  int index() {
    return index;
  }

  long updates() {
    return updates;
  }

  float[] values() {
    return values;
  }

  /** In worker order; empty but in the first slice. */
  WorkerReport[] reports() {
    return reports;
  }
}
