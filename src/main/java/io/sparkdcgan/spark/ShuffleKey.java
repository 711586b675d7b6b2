package io.sparkdcgan.spark;

import io.sparkdcgan.random.RandomStream;
import java.io.Serializable;
import java.util.Comparator;

/**
 * An image's place in the shuffled set: a hash of the seed and its key, and the key itself where
 * two hashes are one. So the order depends on nothing but seed and keys. Crosses Spark.
 */
public record ShuffleKey(long hash, String key) implements Comparable<ShuffleKey>, Serializable {
  private static final Comparator<ShuffleKey> ORDER =
      Comparator.comparingLong(ShuffleKey::hash).thenComparing(ShuffleKey::key);

  public static ShuffleKey of(long seed, String key) {
    return new ShuffleKey(RandomStream.hash(seed, "shuffle/" + key), key);
  }

  @Override
  public int compareTo(ShuffleKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }
}
