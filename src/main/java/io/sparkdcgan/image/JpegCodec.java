package io.sparkdcgan.image;

import io.sparkdcgan.image.DecodingMemory.Claim;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.StockReaders.Complaints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * JPEG by libjpeg as Java has it; what Java refuses (such as lossless JPEG) by TwelveMonkeys. Four
 * components are inks, which come as samples and are converted here: codecs convert them by
 * profiles that differ from machine to machine.
 */
final class JpegCodec implements ImageCodec {
  private static final int COLORS = 3;
  private static final int INKS = 4;

  private final StockReaders readers;
  private final RedGreenBlue colors = new RedGreenBlue();

  JpegCodec(PixelLimit limit, Claim memory) {
    this.readers = new StockReaders(limit, memory);
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    JpegSegments segments = JpegSegments.of(file);
    byte[] plain = segments.withoutProfiles();
    try {
      return switch (segments.components()) {
        case INKS ->
            readers.read(
                plain,
                "jpeg",
                StockReaders.JAVA,
                reader -> inks(reader, segments.adobeTransform()));
        case COLORS ->
            readers.read(plain, "jpeg", StockReaders.JAVA, colors::read, reader -> COLORS);
        default -> readers.read(plain, "jpeg", StockReaders.JAVA, StockReaders::firstFrame);
      };
    } catch (IOException | RuntimeException e) {
      boolean inks = segments.components() == INKS && segments.rareKind().isEmpty();
      if (inks || Complaints.speaksOfAnEnd(String.valueOf(e.getMessage()))) {
        throw e;
      }
      return rare(plain, segments);
    }
  }

  /** What Java does not read, and TwelveMonkeys' codec reads or not. */
  private DecodedImage rare(byte[] plain, JpegSegments segments) throws IOException {
    try {
      return readers.read(plain, "jpeg", StockReaders.TWELVE_MONKEYS, StockReaders::firstFrame);
    } catch (IOException | RuntimeException e) {
      Optional<FileKind> kind = segments.rareKind();
      if (kind.isEmpty()) {
        throw e;
      }
      return kind.get().reject();
    }
  }

  private static DecodedImage inks(ImageReader reader, int transform) throws IOException {
    Raster samples = reader.readRaster(0, null);
    return samples.getNumBands() == INKS
        ? InkConversion.of(samples, transform)
        : new Reject(Reject.Reason.UNSUPPORTED, samples.getNumBands() + " channels are no CMYK");
  }

  /**
   * Brings four inks to RGB: red is what cyan and black leave of white, (255 - C)(255 - K) / 255
   * rounded half up, and so on. No press and no paper is simulated.
   *
   * <p>Files with Adobe's marker hold inks inverted (255 is no ink), plain or as YCCK, which is
   * their YCbCr transform with black next to it. Files without the marker hold them as libjpeg's
   * manual says they ought to be: 0 is no ink.
   */
  private static final class InkConversion {
    private static final int YCCK = 2;

    private InkConversion() {}

    /**
     * Converts.
     *
     * @param samples as they stand in the file, 4 bands of 8 bits
     * @param transform Adobe's number, or -1 without Adobe's marker
     */
    static RgbImage of(Raster samples, int transform) {
      int width = samples.getWidth();
      int height = samples.getHeight();
      byte[] rgb = new byte[3 * width * height];
      int[] row = new int[4 * width];
      int[] light = new int[3];
      for (int y = 0; y < height; y++) {
        samples.getPixels(0, y, width, 1, row);
        for (int x = 0; x < width; x++) {
          int paper = transform < 0 ? 255 - row[4 * x + 3] : row[4 * x + 3];
          leftByInks(row, 4 * x, transform, light);
          for (int channel = 0; channel < 3; channel++) {
            rgb[3 * (y * width + x) + channel] = (byte) ((2 * light[channel] * paper + 255) / 510);
          }
        }
      }
      return new RgbImage(width, height, rgb);
    }

    /** What cyan, magenta and yellow leave of red, green and blue light, 0 to 255. */
    private static void leftByInks(int[] row, int at, int transform, int[] light) {
      for (int channel = 0; channel < 3; channel++) {
        light[channel] = transform < 0 ? 255 - row[at + channel] : row[at + channel];
      }
      if (transform == YCCK) {
        double luma = row[at];
        double blue = row[at + 1] - 128;
        double red = row[at + 2] - 128;
        light[0] = 255 - eightBits(luma + 1.402 * red);
        light[1] = 255 - eightBits(luma - 0.344136 * blue - 0.714136 * red);
        light[2] = 255 - eightBits(luma + 1.772 * blue);
      }
    }

    private static int eightBits(double value) {
      return (int) Math.min(Math.max(value + 0.5, 0), 255);
    }
  }

  /**
   * Has Java's JPEG codec write its samples where we want them, in the order of red, green, blue.
   * By itself it fills an image from blue to red, which then has to be turned around sample by
   * sample.
   */
  private static final class RedGreenBlue {
    private static final ImageTypeSpecifier ORDER =
        ImageTypeSpecifier.createInterleaved(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            new int[] {0, 1, 2},
            DataBuffer.TYPE_BYTE,
            false,
            false);

    /** For images as large as the last one, as those of many sets are; null before the first. */
    private BufferedImage last;

    /**
     * Reads an image. Its pixels stand until the next one is read.
     *
     * @param reader of an image with three components
     */
    DecodedImage read(ImageReader reader) throws IOException {
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (!comesAsColors(reader)) {
        return StockReaders.firstFrame(reader);
      }
      if (last == null || last.getWidth() != width || last.getHeight() != height) {
        // gone before the next one comes: both may be large
        last = null;
        last = ORDER.createBufferedImage(width, height);
      }
      ImageReadParam into = reader.getDefaultReadParam();
      into.setDestination(last);
      reader.read(0, into);
      return new RgbImage(
          width, height, ((DataBufferByte) last.getRaster().getDataBuffer()).getData());
    }

    /** Whether the codec's own choice are bytes of sRGB: other color spaces are left to it. */
    private static boolean comesAsColors(ImageReader reader) throws IOException {
      Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
      if (!types.hasNext()) {
        return false;
      }
      ImageTypeSpecifier own = types.next();
      return own.getNumBands() == 3
          && own.getSampleModel().getDataType() == DataBuffer.TYPE_BYTE
          && own.getColorModel().getColorSpace().isCS_sRGB();
    }
  }
}
