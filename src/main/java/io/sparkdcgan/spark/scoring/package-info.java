/**
 * Drawing and scoring on Spark: images drawn and judged where executors are, features, neighbors
 * and classifiers learned from them.
 */
package io.sparkdcgan.spark.scoring;
