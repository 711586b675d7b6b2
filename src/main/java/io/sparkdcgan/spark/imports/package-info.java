/**
 * An import on Spark: decoding, removal of near-duplicates, the shuffle and the shards. What one
 * image becomes is decided in the rooms below.
 */
package io.sparkdcgan.spark.imports;
