/**
 * Pictures, from whatever they come in to batches in [-1, 1]: sources, decoding, scaling, and the
 * Parquet shards that training reads. Knows Hadoop's file systems, Parquet, image codecs and ND4J's
 * arrays; knows neither Spark nor the networks.
 */
package io.sparkdcgan.data;
