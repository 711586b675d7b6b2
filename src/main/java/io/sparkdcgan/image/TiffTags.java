package io.sparkdcgan.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Two tags of a TIFF structure's first directory; EXIF data is such a structure too. What cannot be
 * read counts as not there.
 *
 * @param orientation tag 274, or 1
 * @param photometric tag 262, or -1
 */
record TiffTags(int orientation, int photometric) {
  private static final int ORIENTATION = 274;
  private static final int PHOTOMETRIC = 262;
  private static final int ENTRY_BYTES = 12;
  private static final int SHORT = 3;

  /** The tags of a TIFF file. */
  static TiffTags of(byte[] file) {
    return of(file, 0, file.length);
  }

  /** The tags of a structure inside a file. */
  static TiffTags of(byte[] file, int from, int length) {
    int orientation = 1;
    int photometric = -1;
    ByteBuffer tiff = ByteBuffer.wrap(file, from, length).slice();
    try {
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      if (tiff.getShort(2) == 42) {
        tiff.position(tiff.getInt(4));
        int entries = tiff.getShort() & 0xFFFF;
        for (int entry = 0; entry < entries; entry++) {
          int at = tiff.position();
          int tag = tiff.getShort(at) & 0xFFFF;
          if (tag == ORIENTATION && tiff.getShort(at + 2) == SHORT) {
            orientation = tiff.getShort(at + 8);
          } else if (tag == PHOTOMETRIC && tiff.getShort(at + 2) == SHORT) {
            photometric = tiff.getShort(at + 8);
          }
          tiff.position(at + ENTRY_BYTES);
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // cut off or contradictory: what was read until here holds
      return new TiffTags(orientation, photometric);
    }
    return new TiffTags(orientation, photometric);
  }

  /** Whether pixels are white-is-0 or black-is-0 gray, RGB, palette, or YCbCr inside a JPEG. */
  boolean inRgbGrayOrPalette() {
    return (photometric >= 0 && photometric <= 3) || photometric == 6;
  }
}
