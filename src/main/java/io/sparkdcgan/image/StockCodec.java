package io.sparkdcgan.image;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;

/** PNG, GIF, BMP and TIFF by Java's own readers: sizes first, then the first frame. */
final class StockCodec implements ImageCodec {
  private final PixelLimit limit;
  private final StockReaders readers = new StockReaders();

  StockCodec(PixelLimit limit) {
    this.limit = limit;
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    ImageFormat format = ImageFormat.of(file).orElseThrow();
    if (format == ImageFormat.TIFF && !TiffTags.of(file).inRgbGrayOrPalette()) {
      return new Reject(Reject.Reason.UNSUPPORTED, "a TIFF of neither RGB, gray nor palette");
    }
    return readers.read(
        file,
        format.name().toLowerCase(Locale.ROOT),
        StockReaders.JAVA,
        (reader, complaints) -> decode(reader));
  }

  private DecodedImage decode(ImageReader reader) throws IOException {
    Optional<Reject> tooLarge = limit.reject(reader.getWidth(0), reader.getHeight(0));
    return tooLarge.isPresent() ? tooLarge.get() : RgbConversion.of(reader.read(0));
  }
}
