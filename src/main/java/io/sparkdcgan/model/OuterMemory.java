package io.sparkdcgan.model;

import java.util.Arrays;

/**
 * What rounds remember in addition to the networks, and no worker needs: the velocities of the
 * outer optimizers and the moving mean of the generator. An array is empty while nothing is
 * remembered. A value: the arrays are never written to once it is made.
 *
 * @param generatorVelocity one for each of the generator's parameters, or empty
 * @param discriminatorVelocity one for each of the discriminator's parameters, or empty
 * @param meanParameters moving means of the generator's parameters, or empty
 * @param meanStatistics moving means of its running statistics; with {@code meanParameters} only
 */
public record OuterMemory(
    float[] generatorVelocity,
    float[] discriminatorVelocity,
    float[] meanParameters,
    float[] meanStatistics) {
  private static final float[] NOTHING = {};
  private static final OuterMemory NONE = new OuterMemory(NOTHING, NOTHING, NOTHING, NOTHING);

  /** Before the first round, and where nothing is remembered at all. */
  public static OuterMemory none() {
    return NONE;
  }

  /** Equal to the bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof OuterMemory memory
        && Arrays.equals(generatorVelocity, memory.generatorVelocity)
        && Arrays.equals(discriminatorVelocity, memory.discriminatorVelocity)
        && Arrays.equals(meanParameters, memory.meanParameters)
        && Arrays.equals(meanStatistics, memory.meanStatistics);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(generatorVelocity);
  }
}
