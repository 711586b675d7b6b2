package io.sparkdcgan.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;

/**
 * JPEG by libjpeg as Java has it; what Java refuses (such as lossless JPEG) by TwelveMonkeys. Four
 * components are inks, which come as samples and are converted here: codecs convert them by
 * profiles that differ from machine to machine.
 */
final class JpegCodec implements ImageCodec {
  private static final int COLORS = 3;
  private static final int INKS = 4;

  private final PixelLimit limit;
  private final StockReaders readers = new StockReaders();
  private final RedGreenBlue colors = new RedGreenBlue();

  JpegCodec(PixelLimit limit) {
    this.limit = limit;
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    JpegSegments segments = JpegSegments.of(file);
    byte[] plain = segments.withoutProfiles();
    if (segments.components() == INKS) {
      return read(plain, StockReaders.JAVA, reader -> inks(reader, segments.adobeTransform()));
    }
    Pixels pixels = segments.components() == COLORS ? colors::read : JpegCodec::others;
    try {
      return read(plain, StockReaders.JAVA, pixels);
    } catch (IOException | RuntimeException e) {
      if (Complaints.speaksOfAnEnd(String.valueOf(e.getMessage()))) {
        throw e;
      }
      return read(plain, StockReaders.TWELVE_MONKEYS, JpegCodec::others);
    }
  }

  @FunctionalInterface
  private interface Pixels {
    DecodedImage of(ImageReader reader) throws IOException;
  }

  private DecodedImage read(byte[] file, String origin, Pixels pixels) throws IOException {
    return readers.read(
        file,
        "jpeg",
        origin,
        (reader, complaints) -> {
          Optional<Reject> tooLarge = limit.reject(reader.getWidth(0), reader.getHeight(0));
          return tooLarge.isPresent() ? tooLarge.get() : pixels.of(reader);
        });
  }

  private static DecodedImage others(ImageReader reader) throws IOException {
    return RgbConversion.of(reader.read(0));
  }

  private static DecodedImage inks(ImageReader reader, int transform) throws IOException {
    Raster samples = reader.readRaster(0, null);
    return samples.getNumBands() == INKS
        ? InkConversion.of(samples, transform)
        : new Reject(Reject.Reason.UNSUPPORTED, samples.getNumBands() + " channels are no CMYK");
  }
}
