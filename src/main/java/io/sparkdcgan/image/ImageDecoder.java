package io.sparkdcgan.image;

import io.sparkdcgan.config.ImportConfig.ImportSelection;
import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.ImageCodec.PixelLimit;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns image files of any kind into 8-bit RGB: JPEG (CMYK included), PNG, GIF, BMP, TIFF and WebP.
 * Of several frames the first counts. It is turned upright as EXIF says; embedded color profiles do
 * not count. {@code docs/DATA.md} says what is kept of each kind.
 *
 * <p>The header is read before the pixels, so that a small file cannot ask for a large array.
 * Whatever is wrong with a file comes back as a {@link Reject} and never as an exception. Keeps its
 * codecs between images; not safe for use by several threads.
 */
public final class ImageDecoder {
  /** No cap on a file's bytes is higher: 256 MiB. */
  public static final long MOST_BYTES = 1L << 28;

  /** Java's arrays hold no more pixels than that, three bytes each: 2^29. */
  public static final long MOST_PIXELS = 1L << 29;

  /** Raised whenever a file comes out as other pixels than before. */
  public static final int VERSION = 2;

  /** How long a detail may be: codecs repeat what damaged bytes say. */
  private static final int MOST_DETAIL = 200;

  private final long mostBytes;
  private final Map<ImageFormat, ImageCodec> codecs = new EnumMap<>(ImageFormat.class);

  /** With the caps of an import that is told nothing. */
  public ImageDecoder() {
    this(ImportSelection.MAX_PIXELS, ImportSelection.MAX_BYTES);
  }

  /**
   * @param mostPixels width times height above which an image is rejected by its header; at most
   *     {@link #MOST_PIXELS}
   * @param mostBytes of a file, above which it is rejected unread; at most {@link #MOST_BYTES}
   */
  public ImageDecoder(long mostPixels, long mostBytes) {
    PixelLimit limit = new PixelLimit(Math.min(mostPixels, MOST_PIXELS));
    this.mostBytes = Math.min(mostBytes, MOST_BYTES);
    ImageCodec stock = new StockReaders(limit);
    codecs.put(ImageFormat.JPEG, new JpegCodec(limit));
    codecs.put(ImageFormat.PNG, new PngCodec(limit, stock));
    codecs.put(ImageFormat.GIF, new GifCodec(limit, stock));
    codecs.put(ImageFormat.BMP, stock);
    codecs.put(ImageFormat.TIFF, stock);
    codecs.put(ImageFormat.WEBP, new WebpCodec(limit));
  }

  /**
   * Decodes what a source gave; what is decoded already comes back as it is. An image's pixels
   * stand until the next one is decoded, into the same memory where it can be.
   */
  public DecodedImage decode(ImageContent content) {
    if (content instanceof EncodedImage encoded) {
      return decode(encoded.bytes());
    }
    return (DecodedImage) content;
  }

  private DecodedImage decode(byte[] file) {
    if (file.length == 0) {
      return new Reject(Reject.Reason.EMPTY, "0 bytes");
    }
    if (file.length > mostBytes) {
      return tooManyBytes(file.length, mostBytes);
    }
    Optional<ImageFormat> format = ImageFormat.of(file);
    if (format.isEmpty()) {
      return new Reject(Reject.Reason.UNKNOWN_FORMAT, "no codec knows its first bytes");
    }
    try {
      DecodedImage decoded = codecs.get(format.get()).decode(file);
      return decoded instanceof RgbImage image
          ? Orientation.of(format.get(), file).upright(image)
          : decoded;
    } catch (IOException | RuntimeException e) {
      // codecs meet damaged bytes with exceptions of every kind
      return new Reject(reason(e), detail(e));
    } catch (LinkageError e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "the codec for "
              + format.get()
              + " cannot be loaded ("
              + e.getMessage()
              + "): it needs Linux, macOS or Windows and a temporary folder it may run code from",
          e);
    }
  }

  /** Whether what begins with these bytes is an image of a format that is decoded. */
  public static boolean isImage(byte[] first) {
    return ImageFormat.of(first).isPresent();
  }

  /** Why a file of so many bytes is not read. */
  public static Reject tooManyBytes(long bytes, long most) {
    return new Reject(Reject.Reason.TOO_LARGE, bytes + " bytes, but at most " + most + " are read");
  }

  private static Reject.Reason reason(Exception exception) {
    Predicate<Throwable> end =
        cause ->
            cause instanceof EOFException
                || StockReaders.Complaints.speaksOfAnEnd(String.valueOf(cause.getMessage()));
    return CauseChain.of(exception)
        .first(end.or(UnsupportedOperationException.class::isInstance))
        .map(cause -> end.test(cause) ? Reject.Reason.TRUNCATED : Reject.Reason.UNSUPPORTED)
        .orElse(Reject.Reason.DAMAGED);
  }

  private static String detail(Exception exception) {
    String message = exception.getMessage();
    String said = message == null ? exception.getClass().getSimpleName() : message;
    return said.length() <= MOST_DETAIL ? said : said.substring(0, MOST_DETAIL);
  }
}
