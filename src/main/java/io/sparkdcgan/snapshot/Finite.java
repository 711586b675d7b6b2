package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;

/** No snapshot holds a number that training could not go on from. */
final class Finite {
  private Finite() {}

  /**
   * Looks at {@code length} elements from {@code offset} on.
   *
   * @param first the number of the first of them in its tensor, for the message
   * @throws Failure {@code SNAPSHOT} naming the first element that is NaN or infinite
   */
  static void check(float[] values, int offset, int length, String tensor, long first) {
    for (int element = 0; element < length; element++) {
      float value = values[offset + element];
      if (!Float.isFinite(value)) {
        throw new Failure(
            ExitCode.SNAPSHOT, "element %d of %s is %s".formatted(first + element, tensor, value));
      }
    }
  }
}
