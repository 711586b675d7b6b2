/**
 * A round on Spark: the workers' tasks, their slices on the way to the average, and what the round
 * cost. The arithmetic is that of {@link io.sparkdcgan.round}.
 */
package io.sparkdcgan.spark.round;
