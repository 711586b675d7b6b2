package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * The shape of both networks (Radford et al. 2015, figure 1 and section 3).
 *
 * @param preset whose conventions hold where nothing else is said
 * @param imageSize edge of the images in pixels: 16, 32, 64 or 128
 * @param width feature maps of the discriminator's first layer and of the generator's last hidden
 *     one; they double with every halving of the image (128 in the paper, 64 in PyTorch's)
 * @param kernel edge of the convolutions' kernels: 4 or 5
 * @param latentSize dimensions of the latent space
 * @param latentDistribution what latents are drawn from
 * @param batchNorm which layers are followed by batch norm
 * @param spectralNorm which network's weights are divided by their spectral norms
 */
public record NetworkConfig(
    Preset preset,
    int imageSize,
    int width,
    int kernel,
    int latentSize,
    LatentDistribution latentDistribution,
    BatchNorm batchNorm,
    SpectralNorm spectralNorm)
    implements Serializable {
  /**
   * The generator's and the discriminator's parameters together, where each carries two moments, 4
   * bytes each: Spark and Kryo hand over at most 2^31 - 1 bytes at a time.
   */
  static final long MOST_PARAMETERS = (Integer.MAX_VALUE - (1L << 20)) / 12;

  /** Two ways to read the paper, and one that learned from those who came after it. */
  public enum Preset {
    /** The paper and its authors' code: first batch norm per unit. */
    PAPER,
    /** The common PyTorch version: first batch norm per channel. */
    PYTORCH,
    /** PyTorch's networks with what is made for small sets. */
    STABLE
  }

  /** What latents are drawn from. */
  public enum LatentDistribution {
    /** Uniform in [-1, 1), as in the paper. */
    UNIFORM,
    /** Mean 0, deviation 1. */
    NORMAL
  }

  /** Which layers are followed by batch norm. */
  public enum BatchNorm {
    /** All but the generator's last and the discriminator's first, as in the paper. */
    ALL,
    /**
     * None: the ablation of what the paper calls critical. The layers have no biases then either,
     * since batch norm's offsets were all there were.
     */
    NONE
  }

  /** Which network's weights are divided by their spectral norms (Miyato et al. 2018). */
  public enum SpectralNorm {
    /** None, as in the paper. */
    NONE,
    /**
     * The discriminator's, all of them. It then has biases and no batch norm, as in Miyato's
     * SN-GAN.
     */
    DISCRIMINATOR
  }

  /** Whether the generator's layers are followed by batch norm. */
  public boolean generatorHasBatchNorm() {
    return batchNorm == BatchNorm.ALL;
  }

  /** Whether the discriminator's layers are followed by batch norm. */
  public boolean discriminatorHasBatchNorm() {
    return batchNorm == BatchNorm.ALL && !discriminatorIsSpectral();
  }

  /** Whether the discriminator's weights are divided by their spectral norms. */
  public boolean discriminatorIsSpectral() {
    return spectralNorm == SpectralNorm.DISCRIMINATOR;
  }

  /** Convolutions in each network: from the image down to 4x4 by halves. */
  public int stages() {
    return Integer.numberOfTrailingZeros(imageSize / 4);
  }

  /** Weights of both networks; batch norms and biases, a thousandth of them, are left out. */
  long parameters() {
    long window = (long) kernel * kernel;
    long widest = (long) width << (stages() - 1);
    long convolutions = window * 3 * width;
    for (long maps = width; maps < widest; maps *= 2) {
      convolutions += window * maps * maps * 2;
    }
    long units = widest * 16;
    return 2 * convolutions + units * latentSize + units;
  }
}
