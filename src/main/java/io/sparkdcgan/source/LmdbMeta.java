package io.sparkdcgan.source;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One of the two meta pages of an LMDB file (data version 1, a 64-bit little-endian writer): what a
 * committed transaction left.
 *
 * @param pageBytes how large pages are
 * @param depth levels of the main tree, leaves included; 0 if it is empty
 * @param branchPages inner pages of the main tree
 * @param leafPages leaves of the main tree
 * @param entries key and value pairs
 * @param root page of the main tree's root
 * @param lastPage the last page in use
 * @param transaction its number; of two metas the higher one counts
 */
record LmdbMeta(
    int pageBytes,
    int flags,
    int depth,
    long branchPages,
    long leafPages,
    long entries,
    long root,
    long lastPage,
    long transaction) {
  /** From the start of its page to behind its last field. */
  static final int BYTES = 152;

  private static final int META_PAGE = 0x08;
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int VERSION = 1;
  private static final int DUPLICATES = 0x04;
  private static final int MOST_DEPTH = 32;

  /**
   * The meta page that starts with these bytes.
   *
   * @param page the start of the page, little-endian, at least {@link #BYTES}
   * @return empty if it is no meta page that can be
   */
  static Optional<LmdbMeta> parse(ByteBuffer page) {
    if ((page.getShort(10) & META_PAGE) == 0
        || page.getInt(16) != MAGIC
        || page.getInt(20) != VERSION) {
      return Optional.empty();
    }
    LmdbMeta meta =
        new LmdbMeta(
            page.getInt(40),
            page.getShort(92) & 0xFFFF,
            page.getShort(94) & 0xFFFF,
            page.getLong(96),
            page.getLong(104),
            page.getLong(120),
            page.getLong(128),
            page.getLong(136),
            page.getLong(144));
    return meta.canBe() ? Optional.of(meta) : Optional.empty();
  }

  private boolean canBe() {
    boolean pages =
        Integer.bitCount(pageBytes) == 1
            && pageBytes >= 512
            && pageBytes <= 1 << 16
            && lastPage >= 1
            && lastPage < Long.MAX_VALUE / pageBytes - 1;
    boolean empty = entries == 0 && depth == 0;
    boolean tree =
        depth >= 1
            && depth <= MOST_DEPTH
            && entries >= 1
            && root >= 2
            && root <= lastPage
            && branchPages >= 0
            && leafPages >= 1
            && branchPages <= lastPage
            && leafPages <= lastPage - branchPages;
    return pages && transaction >= 0 && (empty || tree);
  }

  /** Whether a key may have several values, which no data set of images needs. */
  boolean hasDuplicates() {
    return (flags & DUPLICATES) != 0;
  }
}
