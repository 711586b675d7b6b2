package io.sparkdcgan.image;

import io.sparkdcgan.image.DecodingMemory.Claim;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageReader;

/**
 * TIFF by Java's reader, after the tags say that it is of a kind which that reader takes: what is
 * compressed or laid out in another way is intact and not read.
 */
final class TiffCodec implements ImageCodec {
  private static final int PHOTOMETRIC_MASK = 4;
  private static final int PHOTOMETRIC_YCBCR = 6;

  /** Compressions that Java's reader takes on, among them Deflate by its two numbers. */
  private static final Set<Integer> READ = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946);

  /** Bits of a sample that come out right; 5 is of 5, 6 and 5 in 16. */
  private static final Set<Integer> BITS = Set.of(1, 2, 4, 5, 8, 16, 32);

  private static final Map<Integer, String> COMPRESSIONS =
      Map.ofEntries(
          Map.entry(9, "JBIG"),
          Map.entry(10, "JBIG"),
          Map.entry(34661, "JBIG"),
          Map.entry(34712, "JPEG 2000"),
          Map.entry(33003, "JPEG 2000"),
          Map.entry(33005, "JPEG 2000"),
          Map.entry(34713, "Nikon's raw"),
          Map.entry(34887, "LERC"),
          Map.entry(34892, "lossy JPEG"),
          Map.entry(34925, "LZMA"),
          Map.entry(34933, "PNG"),
          Map.entry(34934, "JPEG XR"),
          Map.entry(50000, "Zstandard"),
          Map.entry(50001, "WebP"),
          Map.entry(50002, "JPEG XL"),
          Map.entry(52546, "JPEG XL"));

  private static final Map<Integer, String> COLORS =
      Map.of(
          PHOTOMETRIC_MASK,
          "a mask",
          5,
          "CMYK",
          8,
          "Lab",
          9,
          "Lab",
          10,
          "Lab",
          32803,
          "a camera's raw samples",
          32844,
          "LogL",
          32845,
          "LogLuv",
          34892,
          "a camera's raw samples");

  private final PixelLimit limit;
  private final StockReaders readers;

  TiffCodec(PixelLimit limit, Claim memory) {
    this.limit = limit;
    this.readers = new StockReaders(limit, memory);
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    TiffTags tags = TiffTags.of(file);
    if (tags.first().isEmpty()) {
      throw new EOFException("the file ends before its directory");
    }
    Optional<Reject> reject = foreign(file, tags).or(() -> tileTooLarge(tags));
    return reject.isPresent()
        ? reject.get()
        : readers.read(file, "tiff", StockReaders.JAVA, reader -> pixels(reader, tags));
  }

  private static DecodedImage pixels(ImageReader reader, TiffTags tags) throws IOException {
    return RgbConversion.of(reader.read(0), tags.hasAlpha());
  }

  /** What is intact and not read. */
  private static Optional<Reject> foreign(byte[] file, TiffTags tags) {
    if (ImageFormat.starts(file, 8, "CR") || tags.isCamerasRaw()) {
      return Optional.of(new FileKind("camera's raw file in a TIFF", FileKind.DEVELOP).reject());
    }
    if (!READ.contains(tags.compression())) {
      return unread(
          "compressed by "
              + COMPRESSIONS.getOrDefault(tags.compression(), "scheme " + tags.compression()));
    }
    int colors = tags.photometric();
    if (colors < 0 || (colors >= PHOTOMETRIC_MASK && colors != PHOTOMETRIC_YCBCR)) {
      return unread(
          colors < 0
              ? "that does not say what its samples are"
              : "of " + COLORS.getOrDefault(colors, "colors by scheme " + colors));
    }
    return switch (tags.sampleFormat()) {
      case 1, 4 -> channels(tags);
      case 2 -> unread("of signed samples");
      case 3 -> unread("of floating-point samples");
      default -> unread("of samples in format " + tags.sampleFormat());
    };
  }

  private static Optional<Reject> channels(TiffTags tags) {
    int channels = tags.samples();
    int colors = tags.isGray() || tags.isPalette() ? 1 : 3;
    int most = tags.isPalette() ? 1 : colors + 1;
    if (!BITS.contains(tags.bits())) {
      // Java's reader takes some of them and gives wrong levels
      return unread("of " + tags.bits() + " bits a sample");
    }
    return channels < colors || channels > most
        ? unread("of " + channels + " channels")
        : Optional.empty();
  }

  private static Optional<Reject> unread(String what) {
    return Optional.of(new FileKind("TIFF " + what, FileKind.CONVERT).reject());
  }

  /** Readers make room for a whole tile, however small the image is that lies in it. */
  private Optional<Reject> tileTooLarge(TiffTags tags) {
    return tags.tileWidth() > 0 && tags.tileHeight() > 0
        ? limit
            .reject(tags.tileWidth(), tags.tileHeight())
            .map(why -> new Reject(why.reason(), "one of its tiles has " + why.detail()))
        : Optional.empty();
  }
}
