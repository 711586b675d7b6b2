package io.sparkdcgan.spark.imports;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;

/**
 * Which code's first image is kept instead of which other's. Goes through the images in the order
 * of the shuffle and removes what is near to an image that is kept; so a removed image is never
 * further than that from one that is there, however long a chain of near images is. Remembers the
 * removed ones alone. Crosses Spark.
 */
final class KeptInstead implements Serializable {
  private static final long serialVersionUID = 1;

  /** About a gigabyte, of the driver and of every executor. */
  private static final int MOST = 4_000_000;

  private final HashMap<ShuffleKey, NearCodes.Pair> removed = new HashMap<>();

  /**
   * @param near pairs of first images of their codes, the later ones in the order of the shuffle
   * @throws Failure {@code DATA} if more would be removed than should be remembered
   */
  static KeptInstead of(Iterator<NearCodes.Pair> near) {
    return of(near, MOST);
  }

  static KeptInstead of(Iterator<NearCodes.Pair> near, int most) {
    KeptInstead result = new KeptInstead();
    while (near.hasNext()) {
      NearCodes.Pair pair = near.next();
      if (!result.isRemoved(pair.earlier())) {
        result.removed.merge(pair.later(), pair, KeptInstead::earliest);
      }
      if (result.removed.size() > most) {
        throw new Failure(
            ExitCode.DATA,
            String.format(
                Locale.ROOT,
                "more than %,d images look different and are near-duplicates all the same, too many"
                    + " to remember: import parts of the source into folders of their own, or"
                    + " without --dedup",
                most));
      }
    }
    return result;
  }

  private static NearCodes.Pair earliest(NearCodes.Pair one, NearCodes.Pair other) {
    return one.earlier().compareTo(other.earlier()) <= 0 ? one : other;
  }

  /** Whether another is kept instead of the first image of a code. */
  boolean isRemoved(ShuffleKey first) {
    return removed.containsKey(first);
  }

  /** What is kept instead of a code's images: their first, or one that is near to it. */
  ShuffleKey insteadOf(ShuffleKey first) {
    return isRemoved(first) ? removed.get(first).earlier() : first;
  }

  /** In how many units the code of what is kept differs from this code. */
  int distance(ShuffleKey first) {
    return isRemoved(first) ? removed.get(first).distance() : 0;
  }
}
