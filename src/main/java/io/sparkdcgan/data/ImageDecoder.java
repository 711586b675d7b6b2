package io.sparkdcgan.data;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Turns picture files of any kind into 8-bit RGB: JPEG (CMYK included), PNG, GIF, BMP and TIFF. Of
 * several frames the first counts; embedded color profiles and EXIF orientation do not.
 *
 * <p>The header is read before the pixels, so that a small file cannot ask for a large array.
 * Whatever is wrong with a file comes back as a {@link Reject} and never as an exception.
 */
public final class ImageDecoder {
  /** Files of more bytes are not read: 256 MiB. */
  public static final long MOST_BYTES = 1L << 28;

  /** Pictures of more pixels are not decoded: 2^26, such as 8192 x 8192. */
  public static final long MOST_PIXELS = 1L << 26;

  static {
    registerCodecs();
  }

  /** Decodes what a source gave; what is decoded already comes back as it is. */
  public DecodedImage decode(ImageContent content) {
    if (content instanceof EncodedImage encoded) {
      return decode(encoded.bytes());
    }
    return (DecodedImage) content;
  }

  private static DecodedImage decode(byte[] bytes) {
    if (bytes.length == 0) {
      return new Reject(Reject.Reason.EMPTY, "0 bytes");
    }
    if (bytes.length > MOST_BYTES) {
      return tooManyBytes(bytes.length);
    }
    try (ImageInputStream stream = new ByteArrayImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return new Reject(Reject.Reason.UNKNOWN_FORMAT, "no codec knows its first bytes");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return read(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // codecs meet damaged bytes with exceptions of every kind
      return new Reject(reason(e), String.valueOf(e.getMessage()));
    }
  }

  static Reject tooManyBytes(long bytes) {
    return new Reject(
        Reject.Reason.TOO_LARGE, bytes + " bytes, but at most " + MOST_BYTES + " are read");
  }

  private static DecodedImage read(ImageReader reader) throws IOException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width * height > MOST_PIXELS) {
      return new Reject(
          Reject.Reason.TOO_LARGE,
          width + " x " + height + " pixels, but at most " + MOST_PIXELS + " are decoded");
    }
    Complaints complaints = new Complaints();
    reader.addIIOReadWarningListener(complaints);
    BufferedImage image = reader.read(0);
    return complaints.reject().<DecodedImage>map(reject -> reject).orElse(RgbConversion.of(image));
  }

  private static Reject.Reason reason(Exception exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException
          || Complaints.speaksOfAnEnd(String.valueOf(cause.getMessage()))) {
        return Reject.Reason.TRUNCATED;
      }
    }
    return Reject.Reason.DAMAGED;
  }

  /**
   * ImageIO looks for codecs in the class loader of whichever thread asks first; on an executor
   * that need not be the one that loaded this job's jar.
   */
  private static void registerCodecs() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ImageDecoder.class.getClassLoader());
    try {
      ImageIO.scanForPlugins();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
