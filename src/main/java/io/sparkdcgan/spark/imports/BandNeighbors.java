package io.sparkdcgan.spark.imports;

import io.sparkdcgan.dedup.ImageCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/**
 * The pairs of near codes among those that agree in a band. Holds the codes of one band at a time;
 * a pair that agrees in several bands is told in the first of them.
 */
final class BandNeighbors implements Iterator<NearPlaces> {
  /**
   * Of an image's neighbors in a band only the earliest are told: it is from these that the one to
   * be kept comes. Without a bound, a thousand frames of one scene would be half a million pairs.
   */
  private static final int MOST = 16;

  private final Iterator<Tuple2<BandPlace, ImageCode>> sorted;
  private final List<Tuple2<BandPlace, ImageCode>> band = new ArrayList<>();
  private final Queue<NearPlaces> found = new ArrayDeque<>();

  BandNeighbors(Iterator<Tuple2<BandPlace, ImageCode>> sorted) {
    this.sorted = sorted;
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && sorted.hasNext()) {
      Tuple2<BandPlace, ImageCode> next = sorted.next();
      if (!band.isEmpty() && !band.get(0)._1.isSameBand(next._1)) {
        band.clear();
      }
      compare(next);
      band.add(next);
    }
    return !found.isEmpty();
  }

  @Override
  public NearPlaces next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return found.remove();
  }

  private void compare(Tuple2<BandPlace, ImageCode> later) {
    int near = 0;
    for (int at = 0; at < band.size() && near < MOST; at++) {
      ImageCode code = band.get(at)._2;
      int distance = code.distance(later._2);
      if (distance <= ImageCode.NEAR) {
        near++;
        if (isFirstSharedBand(later._1.index(), code, later._2)) {
          found.add(new NearPlaces(later._1.place(), band.get(at)._1.place(), distance));
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
}
