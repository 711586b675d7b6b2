package io.sparkdcgan.round;

/**
 * A piece of a worker's result on its way to the sum. The worker's report goes with every piece: it
 * is what decides about the worker's part and weight. A final class of plain fields, since it
 * crosses Spark's shuffle.
 */
public final class StateSlice {
  private final int index;
  private final WorkerReport report;
  private final long updates;
  private final SliceValues values;

  StateSlice(int index, WorkerReport report, long updates, SliceValues values) {
    this.index = index;
    this.report = report;
    this.updates = updates;
    this.values = values;
  }

  /** Which piece of the state, see {@link SlicePlan}. */
  public int index() {
    return index;
  }

  WorkerReport report() {
    return report;
  }

  /** How often the worker's optimizer has moved the network that this is a piece of. */
  long updates() {
    return updates;
  }

  SliceValues values() {
    return values;
  }
}
