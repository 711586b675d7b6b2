package io.sparkdcgan.image;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * PNG by Java's reader, after the size in its header and the checksums of its chunks, which that
 * reader takes on trust.
 */
final class PngCodec implements ImageCodec {
  private static final int WIDTH_AT = 16;
  private static final int HEADER_BYTES = 24;
  private static final int SIGNATURE_BYTES = 8;

  /** Length and name before a chunk's data, checksum behind it. */
  private static final int FRAME_BYTES = 12;

  private final PixelLimit limit;
  private final ImageCodec stock;

  PngCodec(PixelLimit limit, ImageCodec stock) {
    this.limit = limit;
    this.stock = stock;
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    if (ImageFormat.starts(file, 12, "CgBI")) {
      return new FileKind("Apple's own PNG (CgBI)", "convert it to plain PNG").reject();
    }
    if (file.length >= HEADER_BYTES && ImageFormat.starts(file, 12, "IHDR")) {
      ByteBuffer header = ByteBuffer.wrap(file);
      Optional<Reject> tooLarge =
          limit.reject(
              Integer.toUnsignedLong(header.getInt(WIDTH_AT)),
              Integer.toUnsignedLong(header.getInt(WIDTH_AT + 4)));
      if (tooLarge.isPresent()) {
        return tooLarge.get();
      }
    }
    Optional<Reject> unsound = unsound(file);
    return unsound.isPresent() ? unsound.get() : stock.decode(file);
  }

  /** What is wrong with the chunks up to the last one, if anything is. */
  private static Optional<Reject> unsound(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file);
    int at = SIGNATURE_BYTES;
    while (file.length - at >= FRAME_BYTES) {
      int length = png.getInt(at);
      String name = name(file, at);
      if (length < 0) {
        return damaged("chunk " + name + " claims " + Integer.toUnsignedString(length) + " bytes");
      }
      if (length > file.length - at - FRAME_BYTES) {
        return Optional.of(
            new Reject(Reject.Reason.TRUNCATED, "the file ends inside its chunk " + name));
      }
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, length + 4);
      if ((int) checksum.getValue() != png.getInt(at + 8 + length)) {
        return damaged("the checksum of chunk " + name + " is of other bytes");
      }
      if (name.equals("IEND")) {
        return Optional.empty();
      }
      at += FRAME_BYTES + length;
    }
    return Optional.of(new Reject(Reject.Reason.TRUNCATED, "the file ends before its chunk IEND"));
  }

  /** The orientation in the chunk eXIf, or 1; of a file whose chunks are sound. */
  static int orientation(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file);
    for (int at = SIGNATURE_BYTES; !name(file, at).equals("IEND"); ) {
      int length = png.getInt(at);
      if (name(file, at).equals("eXIf")) {
        return Orientation.inExif(file, at + 8, length);
      }
      at += FRAME_BYTES + length;
    }
    return 1;
  }

  private static Optional<Reject> damaged(String detail) {
    return Optional.of(new Reject(Reject.Reason.DAMAGED, detail));
  }

  private static String name(byte[] file, int at) {
    return new String(file, at + 4, 4, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z]", "?");
  }
}
