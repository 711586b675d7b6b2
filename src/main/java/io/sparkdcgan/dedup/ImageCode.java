package io.sparkdcgan.dedup;

import java.io.Serializable;
import java.util.HexFormat;

/**
 * Which of the autoencoder's 128 units an image turns on. Images whose codes differ in at most
 * {@link #NEAR} units are near-duplicates. Such codes agree in at least one of their eight {@link
 * #band}s, since so few differences cannot be in all of them, so that near codes are found among
 * those of one band instead of among all. Crosses Spark.
 *
 * @param high units 0 to 63, unit 0 in the highest bit
 * @param low units 64 to 127, unit 64 in the highest bit
 */
public record ImageCode(long high, long low) implements Comparable<ImageCode>, Serializable {
  /** In how many units the codes of near-duplicates differ at most. */
  public static final int NEAR = 5;

  /** Stretches of 16 units that a code is cut into: more than {@link #NEAR}. */
  public static final int BANDS = 8;

  private static final int BAND_BITS = 16;
  private static final int BANDS_OF_HALF = Long.SIZE / BAND_BITS;

  /** In how many units two codes differ. */
  public int distance(ImageCode other) {
    return Long.bitCount(high ^ other.high) + Long.bitCount(low ^ other.low);
  }

  /** Units 16 x {@code index} to 16 x {@code index} + 15 as a number, the first the highest bit. */
  public int band(int index) {
    long half = index < BANDS_OF_HALF ? high : low;
    int behind = BANDS_OF_HALF - 1 - index % BANDS_OF_HALF;
    return (int) (half >>> (behind * BAND_BITS)) & 0xFFFF;
  }

  @Override
  public int compareTo(ImageCode other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat digits = HexFormat.of();
    return digits.toHexDigits(high) + digits.toHexDigits(low);
  }
}
