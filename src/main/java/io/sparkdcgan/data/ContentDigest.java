package io.sparkdcgan.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a sequence of values. Strings go in behind their length, so that no two sequences
 * share their bytes. Not safe for use by several threads.
 */
final class ContentDigest {
  private final MessageDigest sha256;

  ContentDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds a string: the length of its UTF-8 form as four bytes, then that form. */
  ContentDigest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sha256.update(bytes);
    return this;
  }

  /** Adds a number as eight bytes, the highest first. */
  ContentDigest add(long number) {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }

  /** Adds bytes as they are. */
  ContentDigest add(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    return this;
  }

  /** Adds a picture: its key, its label, its pixels. */
  ContentDigest addRecord(String key, String label, byte[] pixels, int offset, int length) {
    return add(key).add(label).add(pixels, offset, length);
  }

  /** The digest of all that was added, in hex; starts anew. */
  String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
