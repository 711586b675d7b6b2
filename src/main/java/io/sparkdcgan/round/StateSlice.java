package io.sparkdcgan.round;

/**
 * A piece of a worker's result on its way to the sum. The worker's report goes with every piece: it
 * is what decides about the worker's part and weight. Crosses Spark's shuffle.
 *
 * @param index which piece of the state, see {@link SlicePlan}
 * @param updates how often the worker's optimizer has moved the network that this is a piece of
 */
public record StateSlice(int index, WorkerReport report, long updates, SliceValues values) {}
