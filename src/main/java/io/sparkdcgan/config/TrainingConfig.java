package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * How workers take their steps.
 *
 * @param rounds after how many rounds the run is complete
 * @param batchSize images that all workers together take a step; {@link Minibatch} has the shares
 * @param schedule which network learns from which batch
 * @param generatorLoss what the generator minimizes
 * @param optimizer how gradients move the parameters of either network
 * @param adam the optimizer's numbers; plain gradient descent has the learning rate alone
 * @param l2 factor of the parameters that is added to their gradients (1e-5 in the authors' code)
 * @param rates the learning rate of each network
 * @param augmentation what is done to images before the discriminator sees them
 */
public record TrainingConfig(
    int rounds,
    int batchSize,
    Schedule schedule,
    GeneratorLoss generatorLoss,
    Optimizer optimizer,
    AdamConfig adam,
    double l2,
    NetworkRates rates,
    Augmentation augmentation)
    implements Serializable {

  /** The same with so many images a step. */
  public TrainingConfig withBatchSize(int images) {
    return new TrainingConfig(
        rounds, images, schedule, generatorLoss, optimizer, adam, l2, rates, augmentation);
  }

  /** Training in which both networks learn at the optimizer's rate, without augmentation. */
  public TrainingConfig(
      int rounds,
      int batchSize,
      Schedule schedule,
      GeneratorLoss generatorLoss,
      Optimizer optimizer,
      AdamConfig adam,
      double l2) {
    this(
        rounds,
        batchSize,
        schedule,
        generatorLoss,
        optimizer,
        adam,
        l2,
        new NetworkRates(adam.learningRate(), adam.learningRate()),
        Augmentation.NONE);
  }

  /** What moves the generator. */
  public AdamConfig generatorAdam() {
    return adam.at(rates.generator());
  }

  /** What moves the discriminator. */
  public AdamConfig discriminatorAdam() {
    return adam.at(rates.discriminator());
  }

  /**
   * The same with another rate of the optimizer; the networks' own rates change as it does, so that
   * their ratios stay.
   */
  public TrainingConfig atRate(double learningRate) {
    return new TrainingConfig(
        rounds,
        batchSize,
        schedule,
        generatorLoss,
        optimizer,
        adam.at(learningRate),
        l2,
        new NetworkRates(
            scaled(rates.generator(), learningRate), scaled(rates.discriminator(), learningRate)),
        augmentation);
  }

  /** To the bit the optimizer's rate where it was. */
  private double scaled(double rate, double learningRate) {
    return rate == adam.learningRate() ? learningRate : rate * (learningRate / adam.learningRate());
  }

  /** Which network learns from which batch. */
  public enum Schedule {
    /** The paper's: the generator on even batches, the discriminator on odd ones. */
    ALTERNATE_BATCHES,
    /** The discriminator, then the generator, on every batch. */
    EACH_BATCH
  }

  /** How gradients move parameters. */
  public enum Optimizer {
    /** Adam, as in the paper. */
    ADAM,
    /** Plain gradient descent: what makes the average of workers equal to one large batch. */
    SGD
  }

  /** What the generator minimizes. */
  public enum GeneratorLoss {
    /** -log D(G(z)): strong gradients while the discriminator is ahead. */
    NON_SATURATING,
    /** log(1 - D(G(z))), as in Goodfellow et al. 2014, equation 1. */
    MINIMAX
  }

  /**
   * Adam (Kingma and Ba 2014) in the form at the end of its section 2, as DL4J and the DCGAN
   * authors' code have it: the bias correction is in the rate, epsilon next to the uncorrected
   * root.
   */
  public record AdamConfig(double learningRate, double beta1, double beta2, double epsilon)
      implements Serializable {

    /** The same at another rate. */
    AdamConfig at(double rate) {
      return new AdamConfig(rate, beta1, beta2, epsilon);
    }
  }

  /**
   * The rate at which each network learns: two time scales, if they differ (Heusel et al. 2017).
   *
   * @param generator above 0 and at most 1
   * @param discriminator above 0 and at most 1
   */
  public record NetworkRates(double generator, double discriminator) implements Serializable {}

  /**
   * Differentiable augmentation (Zhao et al. 2020): what is done, by chance, to every image that
   * the discriminator sees, real or drawn, and that gradients flow through.
   *
   * @param color whether brightness, saturation and contrast change
   * @param translation whether the image moves by up to an eighth of its edge
   * @param cutout whether a square of half its edge becomes 0
   */
  public record Augmentation(boolean color, boolean translation, boolean cutout)
      implements Serializable {
    /** Images stay as they are. */
    public static final Augmentation NONE = new Augmentation(false, false, false);

    /** All that there is, as the paper has it for small sets. */
    public static final Augmentation ALL = new Augmentation(true, true, true);

    /** Whether images stay as they are. */
    public boolean isNone() {
      return equals(NONE);
    }
  }
}
