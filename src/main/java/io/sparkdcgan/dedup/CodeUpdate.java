package io.sparkdcgan.dedup;

import io.sparkdcgan.model.NetworkState;

/**
 * What a worker made of the autoencoder in a round. Crosses Spark.
 *
 * @param error mean squared error of what it reconstructed, in units of half the range of a pixel
 */
public record CodeUpdate(NetworkState state, double error) {}
