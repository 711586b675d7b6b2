package io.sparkdcgan.spark;

import io.sparkdcgan.random.RandomStream;
import java.io.Serializable;
import java.util.Comparator;

/**
 * An image's place in the shuffled set: a hash of the seed and its key, and the key itself where
 * two hashes are one. So the order depends on nothing but seed and keys. Crosses Spark.
 */
public final class ShuffleKey implements Comparable<ShuffleKey>, Serializable {
  private static final long serialVersionUID = 1;
  private static final Comparator<ShuffleKey> ORDER =
      Comparator.comparingLong(ShuffleKey::hash).thenComparing(ShuffleKey::key);

  private final long hash;
  private final String key;

  public ShuffleKey(long hash, String key) {
    this.hash = hash;
    this.key = key;
  }

  public static ShuffleKey of(long seed, String key) {
    return new ShuffleKey(RandomStream.hash(seed, "shuffle/" + key), key);
  }

  public long hash() {
    return hash;
  }

  public String key() {
    return key;
  }

  @Override
  public int compareTo(ShuffleKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShuffleKey that && hash == that.hash && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }
}
