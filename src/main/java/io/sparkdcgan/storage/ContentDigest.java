package io.sparkdcgan.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a sequence of values. Strings go in behind their length, so that no two sequences
 * share their bytes. Not safe for use by several threads.
 */
public final class ContentDigest {
  private final MessageDigest sha256;

  /** Of nothing so far. */
  public ContentDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds a string: the length of its UTF-8 form as four bytes, then that form. */
  public ContentDigest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    return add(bytes);
  }

  /** Adds a number as eight bytes, the highest first. */
  public ContentDigest add(long number) {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }

  /** Adds bytes as they are. */
  public ContentDigest add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  /** Adds some of the bytes as they are. */
  public ContentDigest add(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    return this;
  }

  /** The digest of all that was added; starts anew. */
  public byte[] bytes() {
    return sha256.digest();
  }

  /** The digest of all that was added, in hex; starts anew. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
