package io.sparkdcgan.explore;

import java.util.Arrays;
import java.util.List;

/** Measured numbers with as many digits as mean something. */
final class Rounded {
  private static final double DIGITS = 1e4;

  private Rounded() {}

  static double of(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }

  static List<Double> of(double[] values) {
    return Arrays.stream(values).map(Rounded::of).boxed().toList();
  }
}
