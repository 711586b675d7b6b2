package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * How workers are joined.
 *
 * @param workers logical workers, fixed for a run; executors only change its speed
 * @param localSteps how many steps a worker takes between two averages
 * @param generatorOuter what the generator does with the workers' average
 * @param discriminatorOuter what the discriminator does with it
 * @param moments what becomes of Adam's moments at an average
 * @param generatorEma how much of the generator's moving mean stays at a round, in [0, 1); 0 keeps
 *     none
 * @param outlierFactor a worker is left out whose update is longer than this many times the median
 *     of the others'
 * @param wire how the change of the parameters travels
 * @param meanStart how the generator's moving mean begins
 */
public record AveragingConfig(
    int workers,
    LocalStepsConfig localSteps,
    OuterConfig generatorOuter,
    OuterConfig discriminatorOuter,
    Moments moments,
    double generatorEma,
    double outlierFactor,
    Wire wire,
    MeanStart meanStart)
    implements Serializable {

  /** A moving mean that begins as in versions that knew no other. */
  public AveragingConfig(
      int workers,
      LocalStepsConfig localSteps,
      OuterConfig generatorOuter,
      OuterConfig discriminatorOuter,
      Moments moments,
      double generatorEma,
      double outlierFactor,
      Wire wire) {
    this(
        workers,
        localSteps,
        generatorOuter,
        discriminatorOuter,
        moments,
        generatorEma,
        outlierFactor,
        wire,
        MeanStart.ALL);
  }

  /** Plain averages: everything else as {@code reference.conf} has it. */
  public static AveragingConfig plain(int workers, int localSteps) {
    OuterConfig average = new OuterConfig(OuterConfig.Outer.AVERAGE, 0.7, 0.5);
    return new AveragingConfig(
        workers,
        LocalStepsConfig.constant(localSteps),
        average,
        average,
        Moments.AVERAGE,
        0,
        10,
        Wire.FULL,
        MeanStart.RECENT);
  }

  /** What becomes of Adam's moments at an average. */
  public enum Moments {
    /** Averaged like the parameters. */
    AVERAGE,
    /** Zero at the start of every round. */
    RESET
  }

  /** What the generator's moving mean is of while it is younger than its memory. */
  public enum MeanStart {
    /** The plain mean of all rounds so far. */
    ALL,
    /**
     * The last rounds, a tenth or so of all: after t rounds at most (1 + t) / (10 + t) of it stays.
     * A young generator changes too fast for a mean of all.
     */
    RECENT
  }

  /** How the change of the parameters travels from a worker to the sum. */
  public enum Wire {
    /** To the bit. */
    FULL,
    /** In IEEE half precision, scaled slice by slice. The state itself is never rounded. */
    HALF
  }

  /**
   * How many steps a worker takes between two averages: short rounds first, while the networks
   * change fast and workers drift apart, if wanted.
   *
   * @param most steps of a round in the end
   * @param first steps of the first rounds, from 1 to {@code most}
   * @param doubleEvery rounds after which the steps double until they are {@code most}, at least 1
   */
  public record LocalStepsConfig(int most, int first, int doubleEvery) implements Serializable {

    /** The same number in every round. */
    public static LocalStepsConfig constant(int steps) {
      return new LocalStepsConfig(steps, steps, 10);
    }

    /**
     * Steps of one round.
     *
     * @param round completed rounds before it
     */
    public int of(long round) {
      long doublings = Math.min(round / doubleEvery, Integer.SIZE - 1);
      return (int) Math.min((long) first << doublings, most);
    }
  }

  /**
   * What one network does with the workers' average.
   *
   * @param kind the outer optimizer
   * @param learningRate of the outer optimizer, above 0 and at most 2; {@link Outer#AVERAGE} has
   *     none
   * @param momentum how much of the outer velocity stays at a round, in [0, 1)
   */
  public record OuterConfig(Outer kind, double learningRate, double momentum)
      implements Serializable {

    /** What is done with the workers' average. */
    public enum Outer {
      /** It becomes the next state. */
      AVERAGE,
      /**
       * The averaged change is a gradient for Nesterov's momentum (DiLoCo: Douillard et al. 2023,
       * algorithm 1).
       */
      NESTEROV
    }
  }
}
