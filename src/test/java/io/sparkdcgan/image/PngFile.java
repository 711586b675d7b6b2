package io.sparkdcgan.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes PNGs of every color type and depth, sample by sample as the standard says. */
final class PngFile {
  static final int GRAY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GRAY_ALPHA = 4;
  static final int RGB_ALPHA = 6;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Starts with a header. */
  PngFile(int width, int height, int depth, int colorType) {
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put(new byte[] {(byte) depth, (byte) colorType, 0, 0, 0}).array());
  }

  /** A whole image of one row. */
  static byte[] row(int depth, int colorType, int width, int... packed) {
    return new PngFile(width, 1, depth, colorType).rows(packed.length, packed).end();
  }

  /** A chunk with its checksum. */
  PngFile chunk(String name, byte... data) {
    byte[] named = new byte[4 + data.length];
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, named, 0, 4);
    System.arraycopy(data, 0, named, 4, data.length);
    CRC32 checksum = new CRC32();
    checksum.update(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    return this;
  }

  /** Rows of so many bytes each, unfiltered. */
  PngFile rows(int rowBytes, int... bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      for (int at = 0; at < bytes.length; at++) {
        if (at % rowBytes == 0) {
          deflater.write(0);
        }
        deflater.write(bytes[at]);
      }
    } catch (java.io.IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return chunk("IDAT", packed.toByteArray());
  }

  /** The file. */
  byte[] end() {
    return chunk("IEND").out.toByteArray();
  }
}
