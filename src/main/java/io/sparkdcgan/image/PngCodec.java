package io.sparkdcgan.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** PNG by Java's reader, after the size in its header and the checksums of its chunks. */
final class PngCodec implements ImageCodec {
  private static final int WIDTH_AT = 16;
  private static final int HEADER_BYTES = 24;

  private final PixelLimit limit;
  private final ImageCodec stock;

  PngCodec(PixelLimit limit, ImageCodec stock) {
    this.limit = limit;
    this.stock = stock;
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
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
    Optional<Reject> unsound = PngChunks.reject(file);
    return unsound.isPresent() ? unsound.get() : stock.decode(file);
  }
}
