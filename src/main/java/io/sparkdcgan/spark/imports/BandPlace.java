package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;
import java.util.Comparator;

/**
 * One band of an image's code, and its place: sorted by it, codes that agree in a band stand
 * together, in the order of the shuffle. Its hash is the band's. Crosses Spark.
 */
public record BandPlace(int index, int units, ShuffleKey place)
    implements Comparable<BandPlace>, Serializable {
  private static final Comparator<BandPlace> ORDER =
      Comparator.comparingInt(BandPlace::index)
          .thenComparingInt(BandPlace::units)
          .thenComparing(BandPlace::place);

  static BandPlace of(int index, ImageCode code, ShuffleKey place) {
    return new BandPlace(index, code.band(index), place);
  }

  boolean isSameBand(BandPlace other) {
    return index == other.index && units == other.units;
  }

  @Override
  public int compareTo(BandPlace other) {
    return ORDER.compare(this, other);
  }

  @Override
  public int hashCode() {
    return units * ImageCode.BANDS + index;
  }
}
