/**
 * The Parquet shards that an import writes and training reads: their manifest, what is staged on
 * the way to them, the list of what is not in them, and batches in [-1, 1]. Knows Parquet and
 * ND4J's arrays; knows neither Spark nor the networks.
 */
package io.sparkdcgan.data;
