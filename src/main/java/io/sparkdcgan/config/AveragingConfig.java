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
 */
public record AveragingConfig(
    int workers,
    LocalStepsConfig localSteps,
    OuterConfig generatorOuter,
    OuterConfig discriminatorOuter,
    Moments moments,
    double generatorEma,
    double outlierFactor,
    Wire wire)
    implements Serializable {

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
        Wire.FULL);
  }

  /** What becomes of Adam's moments at an average. */
  public enum Moments {
    /** Averaged like the parameters. */
    AVERAGE,
    /** Zero at the start of every round. */
    RESET
  }

  /** How the change of the parameters travels from a worker to the sum. */
  public enum Wire {
    /** To the bit. */
    FULL,
    /** In IEEE half precision, scaled slice by slice. The state itself is never rounded. */
    HALF
  }
}
