package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/**
 * The pairs of near codes among those that agree in a band. Holds the codes of one band at a time;
 * a pair that agrees in several bands is told in the first of them.
 */
final class NearCodes implements Iterator<NearCodes.Pair> {
  /**
   * Of an image's neighbors in a band only the earliest are told: it is from these that the one to
   * be kept comes. Without a bound, a thousand frames of one scene would be half a million pairs.
   */
  private static final int MOST = 16;

  private final Iterator<Tuple2<Band, ImageCode>> sorted;
  private final List<Tuple2<Band, ImageCode>> band = new ArrayList<>();
  private final Queue<Pair> found = new ArrayDeque<>();

  NearCodes(Iterator<Tuple2<Band, ImageCode>> sorted) {
    this.sorted = sorted;
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && sorted.hasNext()) {
      Tuple2<Band, ImageCode> next = sorted.next();
      if (!band.isEmpty() && !band.get(0)._1.isSameBand(next._1)) {
        band.clear();
      }
      compare(next);
      band.add(next);
    }
    return !found.isEmpty();
  }

  @Override
  public Pair next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return found.remove();
  }

  private void compare(Tuple2<Band, ImageCode> later) {
    int near = 0;
    for (int at = 0; at < band.size() && near < MOST; at++) {
      ImageCode code = band.get(at)._2;
      int distance = code.distance(later._2);
      if (distance <= ImageCode.NEAR) {
        near++;
        if (isFirstSharedBand(later._1.index(), code, later._2)) {
          found.add(new Pair(later._1.place(), band.get(at)._1.place(), distance));
        }
      }
    }
  }

  private static boolean isFirstSharedBand(int index, ImageCode one, ImageCode other) {
    for (int before = 0; before < index; before++) {
      if (one.band(before) == other.band(before)) {
        return false;
      }
    }
    return true;
  }

  /**
   * One band of an image's code, and its place: sorted by it, codes that agree in a band stand
   * together, in the order of the shuffle. Its hash is the band's. Crosses Spark.
   */
  public record Band(int index, int units, ShuffleKey place)
      implements Comparable<Band>, Serializable {
    private static final Comparator<Band> ORDER =
        Comparator.comparingInt(Band::index)
            .thenComparingInt(Band::units)
            .thenComparing(Band::place);

    static Band of(int index, ImageCode code, ShuffleKey place) {
      return new Band(index, code.band(index), place);
    }

    boolean isSameBand(Band other) {
      return index == other.index && units == other.units;
    }

    @Override
    public int compareTo(Band other) {
      return ORDER.compare(this, other);
    }

    @Override
    public int hashCode() {
      return units * ImageCode.BANDS + index;
    }
  }

  /**
   * Two images whose codes are near. Crosses Spark.
   *
   * @param later in the order of the shuffle
   * @param earlier in the order of the shuffle
   * @param distance in how many units their codes differ
   */
  public record Pair(ShuffleKey later, ShuffleKey earlier, int distance) implements Serializable {}
}
