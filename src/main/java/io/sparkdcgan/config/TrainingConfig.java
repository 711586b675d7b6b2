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
 */
public record TrainingConfig(
    int rounds,
    int batchSize,
    Schedule schedule,
    GeneratorLoss generatorLoss,
    Optimizer optimizer,
    AdamConfig adam,
    double l2)
    implements Serializable {

  /** The same with so many images a step. */
  public TrainingConfig withBatchSize(int images) {
    return new TrainingConfig(rounds, images, schedule, generatorLoss, optimizer, adam, l2);
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
      implements Serializable {}
}
