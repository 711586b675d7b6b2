package io.sparkdcgan.image;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** GIF by Java's reader: the first frame in its place on the canvas. */
final class GifCodec implements ImageCodec {
  private static final int HEADER_BYTES = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;

  private final PixelLimit limit;
  private final ImageCodec stock;

  GifCodec(PixelLimit limit, ImageCodec stock) {
    this.limit = limit;
    this.stock = stock;
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    int frame = firstFrame(file);
    int width = number(file, 6);
    int height = number(file, 8);
    if (width > 0 && height > 0) {
      Optional<Reject> tooLarge = limit.reject(width, height);
      if (tooLarge.isPresent()) {
        return tooLarge.get();
      }
    }
    DecodedImage decoded = stock.decode(file);
    // some writers leave the canvas empty: then it is as large as its frame
    return decoded instanceof RgbImage image && width > 0 && height > 0
        ? new Canvas(width, height).with(image, number(file, frame + 1), number(file, frame + 3))
        : decoded;
  }

  /** Where the first frame's description starts. */
  private static int firstFrame(byte[] file) throws EOFException {
    int at = HEADER_BYTES + colors(file, 10);
    while (unsigned(file, at) == EXTENSION) {
      at += 2;
      while (unsigned(file, at) != 0) {
        at += 1 + unsigned(file, at);
      }
      at++;
    }
    if (unsigned(file, at) != FRAME) {
      throw new IllegalArgumentException("no frame at byte " + at);
    }
    return at;
  }

  /** Bytes of the color table that these flags announce. */
  private static int colors(byte[] file, int flagsAt) throws EOFException {
    int flags = unsigned(file, flagsAt);
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static int number(byte[] file, int at) throws EOFException {
    return unsigned(file, at) | unsigned(file, at + 1) << 8;
  }

  private static int unsigned(byte[] file, int at) throws EOFException {
    if (at >= file.length) {
      throw new EOFException("the file ends before its first frame");
    }
    return file[at] & 0xFF;
  }
}
