package io.sparkdcgan.spark.imports;

import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Which images do not come into the shards though they were accepted: eight bytes each, and the
 * keys of the few whose hash is also another image's. Crosses Spark.
 */
final class RemovedImages implements Serializable {
  private static final long serialVersionUID = 1;

  static final RemovedImages NONE = new RemovedImages(new long[0], new HashSet<>(), Set.of());

  /** Ascending. */
  private final long[] hashes;

  private final HashSet<Long> shared;
  private final HashSet<String> keysOfShared;

  private RemovedImages(long[] hashes, Set<Long> shared, Set<String> keysOfShared) {
    this.hashes = hashes;
    this.shared = new HashSet<>(shared);
    this.keysOfShared = new HashSet<>(keysOfShared);
  }

  /**
   * @param removed places of the removed images, which are not kept
   * @param all hashes of all images, ascending
   */
  static RemovedImages of(Iterator<ShuffleKey> removed, long[] all) {
    Set<Long> shared = new HashSet<>();
    for (int rank = 1; rank < all.length; rank++) {
      if (all[rank] == all[rank - 1]) {
        shared.add(all[rank]);
      }
    }
    Set<String> keys = new HashSet<>();
    long[] hashes = new long[256];
    int count = 0;
    while (removed.hasNext()) {
      ShuffleKey place = removed.next();
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * count);
      }
      hashes[count++] = place.hash();
      if (shared.contains(place.hash())) {
        keys.add(place.key());
      }
    }
    hashes = Arrays.copyOf(hashes, count);
    Arrays.sort(hashes);
    return new RemovedImages(hashes, shared, keys);
  }

  int count() {
    return hashes.length;
  }

  boolean contains(ShuffleKey place) {
    return Arrays.binarySearch(hashes, place.hash()) >= 0
        && (!shared.contains(place.hash()) || keysOfShared.contains(place.key()));
  }

  /** The hashes of the images that stay, ascending. */
  long[] left(long[] all) {
    long[] left = new long[all.length - hashes.length];
    int next = 0;
    int stays = 0;
    for (long hash : all) {
      if (next < hashes.length && hashes[next] == hash) {
        next++;
      } else {
        left[stays++] = hash;
      }
    }
    return left;
  }
}
