package io.sparkdcgan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
  /** As products of doubles the first three would be 8, 15 and 57. */
  @ParameterizedTest
  @CsvSource({"0.07, 100, 7", "0.14, 100, 14", "0.56, 100, 56", "0.2, 37, 8", "0.001, 1, 1"})
  void aShareIsRoundedUpInDecimal(double share, long count, long wanted) {
    assertEquals(wanted, Share.roundedUp(share, count));
  }

  /** Every share of two digits, of every number up to 300, against whole numbers. */
  @Test
  void aPartIsAboveAShareAsWholeNumbersSay() {
    for (int percent = 0; percent <= 100; percent++) {
      double share = percent / 100.0;
      for (long all = 1; all <= 300; all++) {
        long most = percent * all / 100;
        assertFalse(Share.isAbove(most, share, all), share + " of " + all);
        assertTrue(Share.isAbove(most + 1, share, all), share + " of " + all);
        assertEquals((percent * all + 99) / 100, Share.roundedUp(share, all), share + " of " + all);
      }
    }
  }
}
