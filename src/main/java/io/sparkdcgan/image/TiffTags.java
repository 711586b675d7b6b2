package io.sparkdcgan.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Tags of a TIFF structure's first directory, of each the first number; EXIF data is such a
 * structure too. What cannot be read counts as not there.
 *
 * @param first the numbers by their tags: bytes, shorts and longs
 */
record TiffTags(Map<Integer, Long> first) {
  private static final int REDUCED = 254;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES = 277;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int INNER_DIRECTORIES = 330;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int DNG_VERSION = 50706;
  private static final int ENTRY_BYTES = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  /** The tags of a TIFF file. */
  static TiffTags of(byte[] file) {
    return of(file, 0, file.length);
  }

  /** The tags of a structure inside a file. */
  static TiffTags of(byte[] file, int from, int length) {
    Map<Integer, Long> first = new HashMap<>();
    ByteBuffer tiff = ByteBuffer.wrap(file, from, length).slice();
    try {
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      if (tiff.getShort(2) == 42) {
        tiff.position(tiff.getInt(4));
        int entries = tiff.getShort() & 0xFFFF;
        for (int entry = 0; entry < entries; entry++) {
          take(tiff, tiff.position(), first);
          tiff.position(tiff.position() + ENTRY_BYTES);
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // cut off or contradictory: what was read until here holds
      return new TiffTags(first);
    }
    return new TiffTags(first);
  }

  private static void take(ByteBuffer tiff, int at, Map<Integer, Long> first) {
    int type = tiff.getShort(at + 2);
    int bytes = type == SHORT ? 2 : type == LONG ? 4 : 1;
    long count = Integer.toUnsignedLong(tiff.getInt(at + 4));
    if (count < 1 || (type != BYTE && type != SHORT && type != LONG)) {
      return;
    }
    // more than fits into the entry lies elsewhere
    int value = count * bytes <= 4 ? at + 8 : tiff.getInt(at + 8);
    int tag = tiff.getShort(at) & 0xFFFF;
    if (value < 0 || value > tiff.capacity() - bytes) {
      return;
    }
    first.put(
        tag,
        switch (type) {
          case SHORT -> (long) (tiff.getShort(value) & 0xFFFF);
          case LONG -> Integer.toUnsignedLong(tiff.getInt(value));
          default -> (long) (tiff.get(value) & 0xFF);
        });
  }

  private long value(int tag, long without) {
    return first.getOrDefault(tag, without);
  }

  /** How the camera was held, or 1. */
  int orientation() {
    return (int) value(ORIENTATION, 1);
  }

  /** What samples mean, or -1. */
  int photometric() {
    return (int) value(PHOTOMETRIC, -1);
  }

  /** How samples are compressed; 1 is not at all. */
  int compression() {
    return (int) value(COMPRESSION, 1);
  }

  /** Channels of a pixel. */
  int samples() {
    return (int) value(SAMPLES, 1);
  }

  /** What numbers samples are: 1 unsigned, 2 signed, 3 of floating point, 4 undefined. */
  int sampleFormat() {
    return (int) value(SAMPLE_FORMAT, 1);
  }

  /** Bits of a sample. */
  int bits() {
    return (int) value(BITS, 1);
  }

  /** Columns of a tile; 0 where there are strips. */
  long tileWidth() {
    return value(TILE_WIDTH, 0);
  }

  /** Rows of a tile; 0 where there are strips. */
  long tileHeight() {
    return value(TILE_HEIGHT, 0);
  }

  boolean isGray() {
    return photometric() == 0 || photometric() == 1;
  }

  boolean isPalette() {
    return photometric() == 3;
  }

  /** Whether the channel behind the colors is transparency and no other. */
  boolean hasAlpha() {
    long extra = value(EXTRA_SAMPLES, 0);
    return extra == 1 || extra == 2;
  }

  /** Whether the first directory is a raw file's thumbnail, or says that it is DNG's. */
  boolean isCamerasRaw() {
    boolean reduced = (value(REDUCED, 0) & 1) == 1;
    return first.containsKey(DNG_VERSION) || (reduced && first.containsKey(INNER_DIRECTORIES));
  }
}
