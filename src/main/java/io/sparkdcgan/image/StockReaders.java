package io.sparkdcgan.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * ImageIO's readers, kept from image to image. Which reader takes a format is chosen by its origin,
 * since ImageIO's own choice depends on what else is on the class path.
 */
final class StockReaders {
  /** Readers that come with Java. */
  static final String JAVA = "com.sun.imageio.";

  /** TwelveMonkeys' readers, which take odd files that Java's refuse. */
  static final String TWELVE_MONKEYS = "com.twelvemonkeys.";

  /** Readers by libwebp. */
  static final String WEBP = "com.luciad.";

  private final Map<String, ImageReader> kept = new HashMap<>();

  static {
    registerCodecs();
  }

  /** What is done with a reader. */
  @FunctionalInterface
  interface Reading {
    DecodedImage with(ImageReader reader, Complaints complaints) throws IOException;
  }

  /**
   * Has a file read. A complaint of the codec outweighs the image that it gives.
   *
   * @param format ImageIO's name of the format
   * @param origin how the reader's class name starts
   */
  DecodedImage read(byte[] file, String format, String origin, Reading reading) throws IOException {
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
      DecodedImage decoded = reading.with(reader, complaints);
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
}
