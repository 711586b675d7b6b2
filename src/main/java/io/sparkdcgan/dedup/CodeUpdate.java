package io.sparkdcgan.dedup;

import io.sparkdcgan.model.NetworkState;

/**
 * What a worker made of the autoencoder in a round. A final class of plain fields, since it crosses
 * Spark.
 */
public final class CodeUpdate {
  private final NetworkState state;
  private final double error;

  CodeUpdate(NetworkState state, double error) {
    this.state = state;
    this.error = error;
  }

  NetworkState state() {
    return state;
  }

  /** Mean squared error of what it reconstructed, in units of half the range of a pixel. */
  public double error() {
    return error;
  }
}
