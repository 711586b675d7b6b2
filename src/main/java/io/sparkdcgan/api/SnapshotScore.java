package io.sparkdcgan.api;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How good a snapshot's images are.
 *
 * @param round completed rounds at the snapshot
 * @param swd sliced Wasserstein distance to real images (Karras et al. 2018), times 1000, the mean
 *     over the levels. Lower is better
 * @param swdByLevel edge of the level in pixels to its distance
 * @param msSsim how alike the images are, from 0 to 1; well above real images' own is a collapse
 * @param diversity how unlike each other the images are, relative to the real ones: root of the
 *     mean squared distance of two of them; above 1.4 they are noise
 * @param nearest how near they come to images that were trained with
 * @param features how far they are from real ones by a network's features, if one was given
 */
public record SnapshotScore(
    long round,
    double swd,
    SortedMap<Integer, Double> swdByLevel,
    double msSsim,
    double diversity,
    NearestScore nearest,
    Optional<FeatureScore> features) {
  public SnapshotScore {
    swdByLevel = Collections.unmodifiableSortedMap(new TreeMap<>(swdByLevel));
  }
}
