package io.sparkdcgan.explore;

import java.util.Arrays;
import java.util.List;

/**
 * One figure of the page.
 *
 * @param name what its files are called, for example {@code walks}
 * @param title its heading
 * @param png the image, without letters, so that its bytes are the same on every machine; not
 *     copied
 * @param layout what stands where in it
 * @param finding what it shows, and what of the paper's claim the numbers bear out
 * @param numbers what was measured: a record, which is JSON in the order of its components
 */
public record Figure(
    String name, String title, byte[] png, String layout, String finding, Object numbers) {
  private static final double DIGITS = 1e4;

  /** A measured number with as many digits as mean something. */
  static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }

  static List<Double> rounded(double[] values) {
    return Arrays.stream(values).map(Figure::rounded).boxed().toList();
  }
}
