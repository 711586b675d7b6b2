package io.sparkdcgan.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.random.RandomStream;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageCodeTest {
  @Test
  void bandsAreTheHexadecimalDigitsFourAtATime() {
    ImageCode code = new ImageCode(0x0123456789abcdefL, 0xfedcba9876543210L);
    assertEquals("0123456789abcdeffedcba9876543210", code.toString());
    int[] bands = IntStream.range(0, ImageCode.BANDS).map(code::band).toArray();
    assertEquals("0123 4567 89ab cdef fedc ba98 7654 3210", hex(bands));
  }

  @Test
  void distanceCountsTheUnitsThatDiffer() {
    ImageCode code = new ImageCode(1, -1);
    assertEquals(0, code.distance(new ImageCode(1, -1)));
    assertEquals(66, code.distance(new ImageCode(2, 0)));
  }

  @Test
  void nearCodesAgreeInABandWhereverTheyDiffer() {
    RandomStream chance = RandomStream.of(1, "flips");
    for (int trial = 0; trial < 10_000; trial++) {
      long[] halves = {chance.nextLong(), chance.nextLong()};
      ImageCode code = new ImageCode(halves[0], halves[1]);
      int[] units = chance.permutation(128);
      for (int flip = 0; flip < ImageCode.NEAR; flip++) {
        halves[units[flip] / 64] ^= 1L << (units[flip] % 64);
      }
      ImageCode near = new ImageCode(halves[0], halves[1]);
      assertEquals(ImageCode.NEAR, code.distance(near));
      assertTrue(
          IntStream.range(0, ImageCode.BANDS)
              .anyMatch(index -> code.band(index) == near.band(index)),
          code + " and " + near);
    }
  }

  private static String hex(int[] bands) {
    StringBuilder text = new StringBuilder();
    for (int band : bands) {
      text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%04x", band));
    }
    return text.toString();
  }
}
