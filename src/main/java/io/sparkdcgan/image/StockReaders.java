package io.sparkdcgan.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.sparkdcgan.image.DecodingMemory.Claim;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/**
 * ImageIO's readers, kept from image to image; as a codec Java's own ones, for PNG, GIF and BMP.
 * Which reader takes a format is chosen by its origin, since ImageIO's own choice depends on what
 * else is on the class path.
 */
final class StockReaders implements ImageCodec {
  /** Readers that come with Java. */
  static final String JAVA = "com.sun.imageio.";

  /** TwelveMonkeys' readers, which take odd files that Java's refuse. */
  static final String TWELVE_MONKEYS = "com.twelvemonkeys.";

  /** Readers by libwebp. */
  static final String WEBP = "com.luciad.";

  private static final int RGB_BYTES = 3;

  private final PixelLimit limit;
  private final Claim memory;
  private final Map<String, ImageReader> kept = new HashMap<>();

  static {
    registerCodecs();
  }

  StockReaders(PixelLimit limit, Claim memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /** How a reader's first frame becomes RGB. */
  @FunctionalInterface
  interface Pixels {
    DecodedImage of(ImageReader reader) throws IOException;
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    ImageFormat format = ImageFormat.of(file).orElseThrow();
    return read(file, format.name().toLowerCase(Locale.ROOT), JAVA, StockReaders::firstFrame);
  }

  /** The first frame as the reader gives it, whatever its layout. */
  static DecodedImage firstFrame(ImageReader reader) throws IOException {
    return RgbConversion.of(reader.read(0));
  }

  /**
   * Has a file read, if its header claims no more pixels than the limit. A complaint of the codec
   * outweighs the image that it gives.
   *
   * @param format ImageIO's name of the format
   * @param origin how the reader's class name starts
   */
  DecodedImage read(byte[] file, String format, String origin, Pixels pixels) throws IOException {
    return read(file, format, origin, pixels, StockReaders::bytesAPixel);
  }

  /** How many bytes a pixel takes in all arrays together. */
  @FunctionalInterface
  interface PixelBytes {
    int of(ImageReader reader) throws IOException;
  }

  /** The samples as the reader gives them, and the three bytes that they become. */
  private static int bytesAPixel(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      return 2 * RGB_BYTES;
    }
    SampleModel samples = types.next().getSampleModel();
    int bytes = DataBuffer.getDataTypeSize(samples.getDataType()) / Byte.SIZE;
    return RGB_BYTES + samples.getNumDataElements() * bytes;
  }

  /** The same with another reckoning of the memory that it takes. */
  DecodedImage read(byte[] file, String format, String origin, Pixels pixels, PixelBytes pixelBytes)
      throws IOException {
    String key = format + "/" + origin;
    ImageReader reader = kept.remove(key);
    if (reader == null) {
      reader = open(format, origin);
    }
    boolean whole = false;
    try (ImageInputStream stream = new ByteArrayImageInputStream(file)) {
      Complaints complaints = new Complaints();
      reader.setInput(stream, true, true);
      reader.addIIOReadWarningListener(complaints);
      Optional<Reject> tooLarge = tooLarge(reader, pixelBytes);
      DecodedImage decoded = tooLarge.isPresent() ? tooLarge.get() : pixels.of(reader);
      whole = decoded instanceof RgbImage;
      return complaints.reject().<DecodedImage>map(reject -> reject).orElse(decoded);
    } finally {
      // one that met damaged bytes may remember them
      if (whole) {
        reader.removeAllIIOReadWarningListeners();
        kept.put(key, reader);
      } else {
        reader.dispose();
      }
    }
  }

  private Optional<Reject> tooLarge(ImageReader reader, PixelBytes pixelBytes) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    Optional<Reject> limited = limit.reject(width, height);
    return limited.isPresent() ? limited : memory.take(width, height, pixelBytes.of(reader));
  }

  private static ImageReader open(String format, String origin) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith(origin)) {
        return reader;
      }
      reader.dispose();
    }
    throw new IllegalStateException("there is no reader for " + format + " from " + origin);
  }

  /**
   * ImageIO looks for codecs in the class loader of whichever thread asks first; on an executor
   * that need not be the one that loaded this job's jar.
   */
  private static void registerCodecs() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(StockReaders.class.getClassLoader());
    try {
      ImageIO.scanForPlugins();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * What a codec says while it reads. A half-written JPEG decodes without an exception, the rest of
   * it gray: only these warnings show it.
   */
  static final class Complaints implements IIOReadWarningListener {
    private Reject reject;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      String lower = warning.toLowerCase(Locale.ROOT);
      if (speaksOfAnEnd(lower)) {
        reject = new Reject(Reject.Reason.TRUNCATED, warning);
      } else if (reject == null
          && lower.startsWith("corrupt jpeg data")
          && !lower.contains("extraneous bytes")) {
        // extraneous bytes between two segments of a JPEG cost no pixel
        reject = new Reject(Reject.Reason.DAMAGED, warning);
      }
    }

    /** Why the image must not be used, if it must not. */
    Optional<Reject> reject() {
      return Optional.ofNullable(reject);
    }

    /** Whether a codec's message is about a file that ends too early. */
    static boolean speaksOfAnEnd(String message) {
      String lower = message.toLowerCase(Locale.ROOT);
      return lower.contains("premature")
          || lower.contains("truncated")
          || lower.contains("missing eoi")
          || lower.contains("no image data")
          || lower.contains("unexpected end")
          || lower.contains("notenoughdata")
          || lower.contains("segment out of stream")
          || lower.contains("end of file");
    }
  }
}
