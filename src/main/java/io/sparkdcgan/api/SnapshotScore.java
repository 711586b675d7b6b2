package io.sparkdcgan.api;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a snapshot's pictures are from real ones: the sliced Wasserstein distance of Karras et
 * al. 2018, times 1000. Lower is better.
 *
 * @param round completed rounds at the snapshot
 * @param swd mean over the levels
 * @param swdByLevel edge of the level in pixels to its distance
 */
public record SnapshotScore(long round, double swd, SortedMap<Integer, Double> swdByLevel) {
  public SnapshotScore {
    swdByLevel = Collections.unmodifiableSortedMap(new TreeMap<>(swdByLevel));
  }
}
