package io.sparkdcgan.data;

import io.sparkdcgan.storage.ContentDigest;

/** SHA-256 over images in their order: of each its key, its label and its pixels. */
final class RecordDigest {
  private final ContentDigest content = new ContentDigest();

  /**
   * Adds an image.
   *
   * @param pixels an array that holds its pixels
   * @param offset where they begin in it
   * @param length how many bytes they are
   */
  void add(String key, String label, byte[] pixels, int offset, int length) {
    content.add(key).add(label).add(pixels, offset, length);
  }

  /** The digest of all that was added, in hex; starts anew. */
  String hex() {
    return content.hex();
  }
}
