package io.sparkdcgan.api;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a perfect generator would have: real images scored by other real ones.
 *
 * @param count how many images each of the two sets has. Distances of fewer images are larger: it
 *     is that of the snapshots' scores where there are twice as many real images, and half of it
 *     else
 * @param swd the noise floor of the sliced Wasserstein distance
 * @param swdByLevel edge of the level in pixels to its floor
 * @param msSsim how alike real images are
 * @param features the floor of the distances by features, if a network was given
 */
public record ReferenceScore(
    int count,
    double swd,
    SortedMap<Integer, Double> swdByLevel,
    double msSsim,
    Optional<FeatureScore> features) {
  public ReferenceScore {
    swdByLevel = Collections.unmodifiableSortedMap(new TreeMap<>(swdByLevel));
  }
}
