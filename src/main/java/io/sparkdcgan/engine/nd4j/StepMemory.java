package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.TensorSlot;

/**
 * The native memory of one {@link GanStep}, in bytes, told from the layers without allocating any
 * of it. What the layers ask of workspaces and of scratch is counted array by array, as their code
 * asks for it; what ND4J's convolutions allocate inside themselves is a bound.
 *
 * @param networks parameters, gradients, moments and statistics of both networks, and weights a
 *     second time where they are under spectral norm
 * @param drawing the workspace of the generator's pass
 * @param judging the workspace of the discriminator's passes, with the generator's way back
 * @param scratch what both networks write to for a moment and keep
 * @param operation the most that one operation allocates for itself and frees
 */
public record StepMemory(long networks, long drawing, long judging, long scratch, long operation) {

  /**
   * The memory of steps of these networks.
   *
   * @param batch the most images of a step
   */
  public static StepMemory of(GanNetworks networks, TrainingConfig training, int batch) {
    LayerArrays generator = LayerArrays.ofGenerator(networks, batch);
    LayerArrays discriminator = LayerArrays.ofDiscriminator(networks, batch);
    Footprint drawing = generator.forward();
    Footprint judging = augmented(networks, training, batch).and(discriminator.forward());
    Footprint collecting = judging.and(discriminator.back(GradientRequest.MORE_PARAMETERS));
    Footprint passing =
        judging
            .and(discriminator.back(GradientRequest.INPUT))
            .and(generator.back(GradientRequest.PARAMETERS));
    // Paper's schedule or not, both kinds of passes take place, in one step or in two.
    Footprint largest = collecting.or(passing);
    long copies = training.optimizer() == Optimizer.ADAM ? 4 : 2;
    long parameters =
        (long) networks.generatorLayout().parameterCount()
            + networks.discriminatorLayout().parameterCount();
    long statistics =
        (long) networks.generatorLayout().statisticCount()
            + networks.discriminatorLayout().statisticCount();
    return new StepMemory(
        Float.BYTES
            * (copies * parameters
                + statistics
                + divided(networks.generatorLayout())
                + divided(networks.discriminatorLayout())),
        workspace(drawing),
        workspace(largest),
        Float.BYTES
            * (drawing.or(generator.back(GradientRequest.PARAMETERS)).scratch()
                + collecting.or(discriminator.back(GradientRequest.INPUT)).scratch()),
        Float.BYTES * largest.or(drawing).operation());
  }

  /** The augmented copy of a batch; gradients go back through it in place. */
  private static Footprint augmented(GanNetworks networks, TrainingConfig training, int batch) {
    long imageElements = ImageBlock.imageBytes(networks.config().imageSize());
    return training.augmentation().isNone()
        ? Footprint.NOTHING
        : Footprint.arrays(batch * imageElements);
  }

  /** What {@link SpectralWeights} has of its own. */
  private static long divided(NetworkLayout layout) {
    if (layout.spectral().isEmpty()) {
      return 0;
    }
    long vectors = 0;
    for (TensorSlot slot : layout.spectral()) {
      long rows = slot.shape().get(0);
      vectors += rows + slot.length() / rows;
    }
    return layout.parameterCount() + vectors;
  }

  /** A workspace begins each array at a multiple of some bytes, and vectors are counted roughly. */
  private static long workspace(Footprint pass) {
    long bytes = Float.BYTES * pass.arrays();
    return bytes + bytes / 100 + (64 << 10);
  }

  /** All of it. */
  public long total() {
    return networks + drawing + judging + scratch + operation;
  }

  /**
   * What a pass through layers asks for, in elements.
   *
   * @param arrays in the workspace, all of them together
   * @param scratch in the one array for what is needed for a moment: the largest
   * @param operation within an operation, which frees it again: the largest
   */
  record Footprint(long arrays, long scratch, long operation) {
    static final Footprint NOTHING = new Footprint(0, 0, 0);

    static Footprint arrays(long elements) {
      return new Footprint(elements, 0, 0);
    }

    static Footprint scratch(long elements) {
      return new Footprint(0, elements, 0);
    }

    static Footprint operation(long elements) {
      return new Footprint(0, 0, elements);
    }

    /** This, then that, in one workspace. */
    Footprint and(Footprint next) {
      return new Footprint(
          arrays + next.arrays,
          Math.max(scratch, next.scratch),
          Math.max(operation, next.operation));
    }

    /** Either of them: what is enough for both. */
    Footprint or(Footprint other) {
      return new Footprint(
          Math.max(arrays, other.arrays),
          Math.max(scratch, other.scratch),
          Math.max(operation, other.operation));
    }
  }
}
