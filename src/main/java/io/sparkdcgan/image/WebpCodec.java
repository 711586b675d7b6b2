package io.sparkdcgan.image;

import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;

/**
 * WebP by libwebp, which takes one still image: of an animation it gets the first frame alone,
 * which is then put in its place on the canvas.
 */
final class WebpCodec implements ImageCodec {
  private final PixelLimit limit;
  private final StockReaders readers = new StockReaders();

  WebpCodec(PixelLimit limit) {
    this.limit = limit;
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    WebpChunks chunks = WebpChunks.of(file);
    Optional<Canvas> canvas = chunks.canvas();
    Optional<Reject> reject =
        canvas.flatMap(area -> limit.reject(area.width(), area.height())).or(chunks::reject);
    if (reject.isPresent()) {
      return reject.get();
    }
    if (canvas.isEmpty()) {
      return still(file);
    }
    WebpChunks.Frame frame = chunks.firstFrame();
    DecodedImage decoded = still(frame.still().bytes());
    return decoded instanceof RgbImage image
        ? canvas.get().with(image, frame.left(), frame.top())
        : decoded;
  }

  private DecodedImage still(byte[] file) throws IOException {
    return readers.read(file, "webp", StockReaders.WEBP, (reader, complaints) -> decode(reader));
  }

  private DecodedImage decode(ImageReader reader) throws IOException {
    Optional<Reject> tooLarge = limit.reject(reader.getWidth(0), reader.getHeight(0));
    return tooLarge.isPresent() ? tooLarge.get() : RgbConversion.of(reader.read(0));
  }
}
