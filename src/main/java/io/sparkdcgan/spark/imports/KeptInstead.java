package io.sparkdcgan.spark.imports;

import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which code's first image is kept instead of which other's. Goes through the images in the order
 * of the shuffle and removes what is near to an image that is kept; so a removed image is never
 * further than that from one that is there, however long a chain of near images is. Crosses Spark.
 */
final class KeptInstead implements Serializable {
  private static final long serialVersionUID = 1;

  private final HashMap<ShuffleKey, ShuffleKey> kept = new HashMap<>();
  private final HashMap<ShuffleKey, Integer> distances = new HashMap<>();

  /**
   * @param near pairs of first images of their codes, in any order
   */
  static KeptInstead of(List<NearPlaces> near) {
    Map<ShuffleKey, List<NearPlaces>> byLater = new TreeMap<>();
    near.forEach(
        pair -> byLater.computeIfAbsent(pair.later(), place -> new ArrayList<>()).add(pair));
    KeptInstead result = new KeptInstead();
    byLater.forEach(
        (later, pairs) ->
            pairs.stream()
                .filter(pair -> !result.kept.containsKey(pair.earlier()))
                .min(Comparator.comparing(NearPlaces::earlier))
                .ifPresent(
                    pair -> {
                      result.kept.put(later, pair.earlier());
                      result.distances.put(later, pair.distance());
                    }));
    return result;
  }

  /** Whether another is kept instead of the first image of a code. */
  boolean isRemoved(ShuffleKey first) {
    return kept.containsKey(first);
  }

  /** What is kept instead of a code's images: their first, or one that is near to it. */
  ShuffleKey insteadOf(ShuffleKey first) {
    return kept.getOrDefault(first, first);
  }

  /** In how many units the code of what is kept differs from this code. */
  int distance(ShuffleKey first) {
    return distances.getOrDefault(first, 0);
  }
}
