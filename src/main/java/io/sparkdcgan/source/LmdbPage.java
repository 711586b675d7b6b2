package io.sparkdcgan.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** A page of an LMDB's main tree. Every offset in it is checked before it is followed. */
final class LmdbPage {
  static final int HEADER_BYTES = 16;

  private static final int NODE_BYTES = 8;
  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;
  private static final int BIG_VALUE = 0x01;
  private static final int NAMED_DATABASE = 0x02;

  private final LmdbFile file;
  private final ByteBuffer page;
  private final long number;

  /** Where a key's value lies, in bytes from the start of the file. */
  record Value(String key, long position, long size) {}

  /**
   * @param page its bytes, little-endian
   * @param leaf whether it has to be a leaf; otherwise it has to be a branch
   */
  LmdbPage(LmdbFile file, ByteBuffer page, long number, boolean leaf) {
    this.file = file;
    this.page = page;
    this.number = number;
    int kind = page.getShort(10) & 0xFF;
    int lower = page.getShort(12) & 0xFFFF;
    int upper = page.getShort(14) & 0xFFFF;
    if (page.getLong(0) != number
        || (kind & ~0x10) != (leaf ? LEAF : BRANCH)
        || lower < HEADER_BYTES
        || lower > upper
        || upper > page.capacity()
        || (lower - HEADER_BYTES) % 2 != 0) {
      throw file.damaged("page " + number + " is no " + (leaf ? "leaf" : "branch"));
    }
  }

  /** How many keys it has. */
  int count() {
    return ((page.getShort(12) & 0xFFFF) - HEADER_BYTES) / 2;
  }

  /** The page below a branch's key. */
  long child(int index) {
    int node = node(index, 0);
    return Integer.toUnsignedLong(page.getInt(node))
        | (long) (page.getShort(node + 4) & 0xFFFF) << 32;
  }

  /** A leaf's key and where its value is. */
  Value value(int index) {
    int node = node(index, 0);
    long size = Integer.toUnsignedLong(page.getInt(node));
    int flags = page.getShort(node + 4) & 0xFFFF;
    int keyBytes = page.getShort(node + 6) & 0xFFFF;
    if (flags == NAMED_DATABASE) {
      node(index, keyBytes);
      throw file.unread("it holds named databases, such as " + key(node + NODE_BYTES, keyBytes));
    }
    if ((flags & ~BIG_VALUE) != 0) {
      throw file.damaged("page " + number + " holds values of kind " + flags);
    }
    boolean big = flags == BIG_VALUE;
    node(index, keyBytes + (big ? Long.BYTES : size));
    int data = node + NODE_BYTES + keyBytes;
    long position = number * page.capacity() + data;
    if (big) {
      long first = page.getLong(data);
      long pages = (HEADER_BYTES + size - 1) / page.capacity() + 1;
      if (first < 2 || first > file.meta().lastPage() + 1 - pages) {
        throw file.damaged("page " + number + " points beyond the last page");
      }
      position = first * page.capacity() + HEADER_BYTES;
    }
    return new Value(key(node + NODE_BYTES, keyBytes), position, size);
  }

  /** Where a node starts; behind its header at least so many bytes are the page's. */
  private int node(int index, long bytes) {
    int node = page.getShort(HEADER_BYTES + 2 * index) & 0xFFFF;
    int lower = page.getShort(12) & 0xFFFF;
    if (node < lower || node + NODE_BYTES + bytes > page.capacity()) {
      throw file.damaged("entry " + index + " of page " + number + " is not inside of the page");
    }
    return node;
  }

  /** Keys of letters, such as LSUN's hexadecimal ones, as they are; others in hexadecimal. */
  private String key(int from, int bytes) {
    byte[] key = new byte[bytes];
    page.get(from, key);
    for (byte letter : key) {
      if (letter <= ' ' || letter > '~') {
        return HexFormat.of().formatHex(key);
      }
    }
    return new String(key, StandardCharsets.US_ASCII);
  }

  /**
   * One of the two meta pages of an LMDB file (data version 1, a 64-bit little-endian writer): what
   * a committed transaction left.
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
  record Meta(
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
    static final int MAGIC = 0xBEEFC0DE;

    private static final int VERSION = 1;
    private static final int DUPLICATES = 0x04;
    private static final int MOST_DEPTH = 32;

    /**
     * The meta page that starts with these bytes.
     *
     * @param page the start of the page, little-endian, at least {@link #BYTES}
     * @return empty if it is no meta page that can be
     */
    static Optional<Meta> parse(ByteBuffer page) {
      if ((page.getShort(10) & META_PAGE) == 0
          || page.getInt(16) != MAGIC
          || page.getInt(20) != VERSION) {
        return Optional.empty();
      }
      Meta meta =
          new Meta(
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
}
