package io.sparkdcgan.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an object is known by.
 *
 * @param bytes its length
 * @param sha256 its SHA-256 in 64 lower-case hexadecimal digits
 */
public record Fingerprint(long bytes, String sha256) {

  /** The fingerprint of these bytes. */
  public static Fingerprint of(byte[] content) {
    return new Fingerprint(content.length, hex(newDigest().digest(content)));
  }

  /** The fingerprint of a text in UTF-8. */
  public static Fingerprint of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
