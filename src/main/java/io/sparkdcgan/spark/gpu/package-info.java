/**
 * What executors have: their GPUs, memory and versions, asked of each of them, the GPU that a task
 * leases, and where a task computes. Rounds, imports and scores use it; it knows none of them.
 */
package io.sparkdcgan.spark.gpu;
