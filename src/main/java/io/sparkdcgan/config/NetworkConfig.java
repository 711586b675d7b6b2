package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * The shape of both networks (Radford et al. 2015, figure 1 and section 3).
 *
 * @param preset whose conventions hold where nothing else is said
 * @param imageSize edge of the pictures in pixels: 16, 32, 64 or 128
 * @param width feature maps of the discriminator's first layer and of the generator's last hidden
 *     one; they double with every halving of the picture (128 in the paper, 64 in PyTorch's)
 * @param kernel edge of the convolutions' kernels: 4 or 5
 * @param latentSize dimensions of the latent space
 * @param latentDistribution what latents are drawn from
 */
public record NetworkConfig(
    Preset preset,
    int imageSize,
    int width,
    int kernel,
    int latentSize,
    LatentDistribution latentDistribution)
    implements Serializable {

  /** Two ways to read the paper. */
  public enum Preset {
    /** The paper and its authors' code: first batch norm per unit. */
    PAPER,
    /** The common PyTorch version: first batch norm per channel. */
    PYTORCH
  }

  /** What latents are drawn from. */
  public enum LatentDistribution {
    /** Uniform in [-1, 1), as in the paper. */
    UNIFORM,
    /** Mean 0, deviation 1. */
    NORMAL
  }

  /** Convolutions in each network: from the picture down to 4x4 by halves. */
  public int stages() {
    return Integer.numberOfTrailingZeros(imageSize / 4);
  }
}
