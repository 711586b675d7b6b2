package io.sparkdcgan.round;

/**
 * Where a worker's time went, in seconds.
 *
 * @param setup building the networks' native memory, copying the state out, freeing the memory
 * @param prepare preparing batches, in the background
 * @param waiting for shards and for batches: what the background could not hide
 * @param train steps
 */
record WorkerSeconds(double setup, double prepare, double waiting, double train) {}
