package io.sparkdcgan.benchmark;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * Java's JPEG codec and the scaler in a loop over files in memory: no Spark, no storage, no checks.
 * Belongs to the thread that made it.
 */
final class BareCodec implements Contender {
  static final String NAME = "bare codec";

  private static final ImageTypeSpecifier ORDER =
      ImageTypeSpecifier.createInterleaved(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          new int[] {0, 1, 2},
          DataBuffer.TYPE_BYTE,
          false,
          false);

  private final List<byte[]> files;
  private final Resampler resampler;
  private final ImageReader reader = javasReader();

  /** Kept, so that the loop cannot be left out as idle. */
  @SuppressWarnings("UnusedVariable")
  private byte[] scaled;

  /**
   * @param files JPEGs in color, whole and sound
   * @param imageSize edge of what they are scaled to, in pixels
   */
  BareCodec(List<byte[]> files, int imageSize) {
    this.files = files;
    this.resampler = new Resampler(imageSize);
  }

  private static ImageReader javasReader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      // others decode by this one and take longer
      if (reader.getClass().getName().startsWith("com.sun.")) {
        return reader;
      }
    }
    throw new Lost("this Java has no JPEG codec of its own");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long images() {
    return files.size();
  }

  @Override
  public double turn() {
    long begin = System.nanoTime();
    for (byte[] file : files) {
      scaled = resampler.square(decoded(file));
    }
    return (System.nanoTime() - begin) * 1e-9;
  }

  /** Samples come in the order that the scaler wants: turning them around would flatter imports. */
  private RgbImage decoded(byte[] file) {
    try (ImageInputStream stream = new ByteArrayImageInputStream(file)) {
      reader.setInput(stream, true, true);
      BufferedImage image = ORDER.createBufferedImage(reader.getWidth(0), reader.getHeight(0));
      ImageReadParam into = reader.getDefaultReadParam();
      into.setDestination(image);
      reader.read(0, into);
      byte[] rgb = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
      return new RgbImage(image.getWidth(), image.getHeight(), rgb);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot decode a JPEG that was just written", e);
    }
  }

  @Override
  public void close() {
    reader.dispose();
  }
}
