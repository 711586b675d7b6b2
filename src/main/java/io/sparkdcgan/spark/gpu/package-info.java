/**
 * What executors have: their GPUs, memory and versions, asked of each of them, and the GPU that a
 * task leases.
 */
package io.sparkdcgan.spark.gpu;
