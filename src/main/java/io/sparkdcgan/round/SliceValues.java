package io.sparkdcgan.round;

import java.util.function.Supplier;

/** The elements of one slice as they travel. Implementations cross Spark's shuffle. */
public sealed interface SliceValues permits FullValues, Fp16Delta {
  /**
   * The elements.
   *
   * @param start the array that the worker began with; asked for only where it is needed, since it
   *     may have to come from elsewhere first
   * @param from where in it the slice begins
   * @return at float precision; may be the slice's own array, so it is not to be written to
   */
  float[] restored(Supplier<float[]> start, int from);

  /** Sum of the squares of what traveling took from the elements. */
  double squaredError();
}
