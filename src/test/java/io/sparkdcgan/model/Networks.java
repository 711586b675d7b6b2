package io.sparkdcgan.model;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.LatentDistribution;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.NetworkConfig.SpectralNorm;

/** Network configurations for tests. */
public final class Networks {
  private Networks() {}

  /** The paper's network, as published, at this size. */
  public static NetworkConfig paper(int imageSize) {
    return new NetworkConfig(
        Preset.PAPER,
        imageSize,
        128,
        5,
        100,
        LatentDistribution.UNIFORM,
        BatchNorm.ALL,
        SpectralNorm.NONE);
  }

  /** The common PyTorch network at this size. */
  public static NetworkConfig pytorch(int imageSize) {
    return new NetworkConfig(
        Preset.PYTORCH,
        imageSize,
        64,
        4,
        100,
        LatentDistribution.NORMAL,
        BatchNorm.ALL,
        SpectralNorm.NONE);
  }

  /** A network small enough for finite differences. */
  public static NetworkConfig tiny(Preset preset, int imageSize, int kernel) {
    return new NetworkConfig(
        preset,
        imageSize,
        2,
        kernel,
        3,
        LatentDistribution.NORMAL,
        BatchNorm.ALL,
        SpectralNorm.NONE);
  }

  /** A network small enough for a unit test, with latents as in the paper. */
  public static NetworkConfig small(Preset preset, int imageSize, int kernel) {
    return new NetworkConfig(
        preset,
        imageSize,
        8,
        kernel,
        100,
        LatentDistribution.UNIFORM,
        BatchNorm.ALL,
        SpectralNorm.NONE);
  }

  /** The same network with batch norm after all layers, or after none. */
  public static NetworkConfig with(BatchNorm batchNorm, NetworkConfig network) {
    return new NetworkConfig(
        network.preset(),
        network.imageSize(),
        network.width(),
        network.kernel(),
        network.latentSize(),
        network.latentDistribution(),
        batchNorm,
        network.spectralNorm());
  }

  /** The same network with spectral norm in its discriminator. */
  public static NetworkConfig spectral(NetworkConfig network) {
    return new NetworkConfig(
        network.preset(),
        network.imageSize(),
        network.width(),
        network.kernel(),
        network.latentSize(),
        network.latentDistribution(),
        network.batchNorm(),
        SpectralNorm.DISCRIMINATOR);
  }
}
