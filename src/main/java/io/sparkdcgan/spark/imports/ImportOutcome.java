package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.ShardManifest;

/**
 * What an import left.
 *
 * @param shards URI of the folder, in full
 * @param manifest what is there now
 * @param alreadyThere whether an earlier import of the same had left it
 */
public record ImportOutcome(String shards, ShardManifest manifest, boolean alreadyThere) {}
