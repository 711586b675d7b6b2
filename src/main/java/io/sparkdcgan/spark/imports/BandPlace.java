package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;
import java.util.Comparator;

/**
 * One band of an image's code, and its place: sorted by it, codes that agree in a band stand
 * together, in the order of the shuffle. Its hash is the band's. Crosses Spark.
 */
public final class BandPlace implements Comparable<BandPlace>, Serializable {
  private static final long serialVersionUID = 1;
  private static final Comparator<BandPlace> ORDER =
      Comparator.comparingInt((BandPlace band) -> band.index)
          .thenComparingInt(band -> band.units)
          .thenComparing(band -> band.place);

  private final int index;
  private final int units;
  private final ShuffleKey place;

  BandPlace(int index, ImageCode code, ShuffleKey place) {
    this.index = index;
    this.units = code.band(index);
    this.place = place;
  }

  /** Which band it is. */
  int index() {
    return index;
  }

  ShuffleKey place() {
    return place;
  }

  boolean isSameBand(BandPlace other) {
    return index == other.index && units == other.units;
  }

  @Override
  public int compareTo(BandPlace other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BandPlace that && isSameBand(that) && place.equals(that.place);
  }

  @Override
  public int hashCode() {
    return units * ImageCode.BANDS + index;
  }
}
