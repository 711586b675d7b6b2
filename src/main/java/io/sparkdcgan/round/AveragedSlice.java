package io.sparkdcgan.round;

/**
 * A piece of the next state, averaged over all workers that take part. Crosses Spark.
 *
 * @param values empty if no worker takes part
 * @param squaredError what traveling took from the pieces that went into it: a sum of squares
 * @param reports those of all workers, in worker order; empty but in the first slice
 */
public record AveragedSlice(
    int index, long updates, float[] values, double squaredError, WorkerReport[] reports) {}
