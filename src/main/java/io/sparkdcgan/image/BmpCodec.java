package io.sparkdcgan.image;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/** BMP by Java's reader, after its header says that it is of a kind which that reader takes. */
final class BmpCodec implements ImageCodec {
  private static final int HEADER_AT = 14;
  private static final int HEADER_OF_WINDOWS_2 = 12;
  private static final int BITS_AT = 28;
  private static final int COMPRESSION_AT = 30;

  /** How long the headers of Windows' and OS/2's versions are. */
  private static final Set<Integer> HEADERS = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

  private static final Set<Integer> HEADERS_OF_OS2 = Set.of(16, 64);

  private final ImageCodec stock;

  BmpCodec(ImageCodec stock) {
    this.stock = stock;
  }

  /**
   * Whether a file starts like one: two letters alone, all that there may be, are the start of many
   * a text.
   */
  static boolean isBmp(byte[] file) {
    return ImageFormat.starts(file, 0, "BM")
        && (file.length < HEADER_AT + 4 || HEADERS.contains(little(file).getInt(HEADER_AT)));
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    Optional<Reject> foreign = foreign(file);
    return foreign.isPresent() ? foreign.get() : stock.decode(file);
  }

  private static Optional<Reject> foreign(byte[] file) {
    if (file.length < COMPRESSION_AT + 4) {
      return Optional.empty();
    }
    int header = little(file).getInt(HEADER_AT);
    if (HEADERS_OF_OS2.contains(header)) {
      return unread("of OS/2");
    }
    if (header == HEADER_OF_WINDOWS_2) {
      return Optional.empty();
    }
    int compression = little(file).getInt(COMPRESSION_AT);
    return switch (compression) {
      case 4 -> unread("of JPEG");
      case 5 -> unread("of PNG");
      case 11, 12, 13 -> unread("of CMYK");
      default -> {
        int bits = little(file).getShort(BITS_AT) & 0xFFFF;
        yield bits == 2 || bits == 64 ? unread("of " + bits + " bits a pixel") : Optional.empty();
      }
    };
  }

  private static Optional<Reject> unread(String what) {
    return Optional.of(new FileKind("BMP " + what, FileKind.CONVERT).reject());
  }

  private static ByteBuffer little(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }
}
