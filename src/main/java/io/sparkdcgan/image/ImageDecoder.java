package io.sparkdcgan.image;

import io.sparkdcgan.config.ImportConfig.ImportSelection;
import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.DecodingMemory.Claim;
import io.sparkdcgan.image.ImageCodec.PixelLimit;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Turns image files of any kind into 8-bit RGB: JPEG (CMYK included), PNG, GIF, BMP, TIFF, WebP,
 * PPM, PGM and PBM. Of several frames the first counts. It is turned upright as EXIF says; embedded
 * color profiles do not count. {@code docs/DATA.md} says what is kept of each kind.
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
  public static final int VERSION = 3;

  /** How long a detail may be: codecs repeat what damaged bytes say. */
  private static final int MOST_DETAIL = 200;

  /** What libjpeg says where it gets none. */
  private static final Predicate<Throwable> NO_NATIVE_MEMORY =
      CauseChain.says("Insufficient memory");

  private final PixelLimit limit;
  private final long mostBytes;
  private final Claim memory;
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
    this(mostPixels, mostBytes, DecodingMemory.ofThisProcess());
  }

  ImageDecoder(long mostPixels, long mostBytes, DecodingMemory memory) {
    this.limit = new PixelLimit(Math.min(mostPixels, MOST_PIXELS));
    this.mostBytes = Math.min(mostBytes, MOST_BYTES);
    this.memory = memory.claim();
    renewCodecs();
  }

  private void renewCodecs() {
    ImageCodec stock = new StockReaders(limit, memory);
    codecs.put(ImageFormat.JPEG, new JpegCodec(limit, memory));
    codecs.put(ImageFormat.PNG, new PngCodec(limit, stock));
    codecs.put(ImageFormat.GIF, new GifCodec(limit, stock));
    codecs.put(ImageFormat.BMP, new BmpCodec(stock));
    codecs.put(ImageFormat.TIFF, new TiffCodec(limit, memory));
    codecs.put(ImageFormat.WEBP, new WebpCodec(limit, memory));
    codecs.put(ImageFormat.PNM, new PnmCodec(limit, memory));
  }

  /** Decodes what a source gave, for those who hold one image at a time. */
  public DecodedImage decode(ImageContent content) {
    return decode(content, Function.identity());
  }

  /**
   * Decodes what a source gave and has it used; what is decoded already comes as it is. Its pixels
   * stand until then: the next image is decoded into the same memory where it can be, and a large
   * one waits for it. An image that there is not the memory for is a {@link Reject}.
   *
   * @param use may be called twice, the second time with a reject
   */
  public <T> T decode(ImageContent content, Function<DecodedImage, T> use) {
    if (!(content instanceof EncodedImage encoded)) {
      return use.apply((DecodedImage) content);
    }
    try {
      return use.apply(decode(encoded.bytes()));
    } catch (OutOfMemoryError e) {
      return alone(encoded.bytes(), use);
    } finally {
      release();
    }
  }

  /** Once more, while no other large image is decoded. */
  private <T> T alone(byte[] file, Function<DecodedImage, T> use) {
    renewCodecs();
    memory.takeAll();
    try {
      return use.apply(decode(file));
    } catch (OutOfMemoryError e) {
      return use.apply(memory.spent());
    }
  }

  private void release() {
    if (memory.isHeld()) {
      // they keep memory for the next image, which may be another task's
      renewCodecs();
      memory.release();
    }
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
      return unknown(file);
    }
    try {
      DecodedImage decoded = codecs.get(format.get()).decode(file);
      return decoded instanceof RgbImage image
          ? Orientation.of(format.get(), file).upright(image)
          : decoded;
    } catch (IOException | RuntimeException e) {
      // codecs meet damaged bytes with exceptions of every kind
      return rejected(e);
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

  /**
   * @throws OutOfMemoryError if that is what the codec met
   */
  private static Reject rejected(Exception exception) {
    CauseChain causes = CauseChain.of(exception);
    if (causes.has(OutOfMemoryError.class::isInstance) || causes.has(NO_NATIVE_MEMORY)) {
      throw (OutOfMemoryError) new OutOfMemoryError(detail(exception)).initCause(exception);
    }
    return new Reject(reason(exception), detail(exception));
  }

  private static Reject unknown(byte[] file) {
    return FileKind.of(file)
        .map(FileKind::reject)
        .orElseGet(
            () ->
                new Reject(
                    Reject.Reason.UNKNOWN_FORMAT,
                    "its first bytes, "
                        + FileKind.firstBytes(file)
                        + ", are of no format that is known"));
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
