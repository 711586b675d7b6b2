package io.sparkdcgan.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * Has Java's JPEG codec write its samples where we want them, in the order of red, green, blue. By
 * itself it fills an image from blue to red, which then has to be turned around sample by sample.
 */
final class RedGreenBlue {
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
      return RgbConversion.of(reader.read(0));
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
