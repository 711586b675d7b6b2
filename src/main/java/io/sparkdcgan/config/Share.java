package io.sparkdcgan.config;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Shares of a number of things, in decimal: 0.07 of 100 is 7, and 29 of 100 are not more than 0.29.
 * Products of doubles say otherwise.
 */
public final class Share {
  private Share() {}

  /**
   * The least whole number that is not below a share of so many.
   *
   * @param share as people wrote it: the decimal number of fewest digits that this double stands
   *     for
   */
  public static long roundedUp(double share, long count) {
    return product(share, count).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** Whether a part is more than this share of all. */
  public static boolean isAbove(long part, double share, long all) {
    return BigDecimal.valueOf(part).compareTo(product(share, all)) > 0;
  }

  private static BigDecimal product(double share, long count) {
    return BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(count));
  }
}
