package io.sparkdcgan.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Small numbers by names, of which there may be millions: 12 to 32 bytes for each. A name is known
 * by 63 bits of its SHA-256, which no two names of a source share by accident.
 */
final class NameTable {
  private static final int NONE = -1;

  private final MessageDigest sha256;
  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  NameTable() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The number, or -1. */
  int get(String name) {
    long key = key(name);
    int at = find(key);
    return keys[at] == key ? values[at] : NONE;
  }

  void putIfAbsent(String name, int value) {
    long key = key(name);
    int at = find(key);
    if (keys[at] == key) {
      return;
    }
    keys[at] = key;
    values[at] = value;
    size++;
    if (2 * size > keys.length) {
      grow();
    }
  }

  /** Puts another number in the place of one; false if there is not this one. */
  boolean replace(String name, int from, int to) {
    long key = key(name);
    int at = find(key);
    if (keys[at] != key || values[at] != from) {
      return false;
    }
    values[at] = to;
    return true;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != 0) {
        int at = find(oldKeys[old]);
        keys[at] = oldKeys[old];
        values[at] = oldValues[old];
      }
    }
  }

  /** Where a key is, or would be. */
  private int find(long key) {
    int at = (int) key & (keys.length - 1);
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  /** Never 0, which stands for a free place. */
  private long key(String name) {
    byte[] digest = sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong() | Long.MIN_VALUE;
  }
}
