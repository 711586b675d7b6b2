package io.sparkdcgan.image;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Brings Java's many image layouts to 8-bit RGB: gray in all three channels, palettes looked up,
 * transparency laid on white, deeper samples scaled to 0..255; each rounded half up.
 *
 * <p>Samples are taken as they stand in the file. {@link BufferedImage#getRGB} would not do: Java
 * holds gray to be linear light and brightens it.
 */
final class RgbConversion {
  private static final int WHITE = 255;

  private final Raster raster;
  private final int width;
  private final byte[] rgb;

  private RgbConversion(Raster raster) {
    this.raster = raster;
    this.width = raster.getWidth();
    this.rgb = new byte[3 * width * raster.getHeight()];
  }

  static DecodedImage of(BufferedImage image) {
    return of(image, image.getColorModel().hasAlpha());
  }

  /**
   * @param transparent whether the channel behind the colors is transparency; otherwise it is left
   *     out, whatever it is
   */
  static DecodedImage of(BufferedImage image, boolean transparent) {
    Raster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    int type = raster.getTransferType();
    int bands = raster.getNumBands();
    int colorSpace = colors.getColorSpace().getType();
    boolean whole =
        type == DataBuffer.TYPE_BYTE
            || type == DataBuffer.TYPE_USHORT
            || type == DataBuffer.TYPE_INT;
    if (!whole
        || bands > 4
        || (bands == 4 && !colors.hasAlpha() && transparent)
        || (colorSpace != ColorSpace.TYPE_RGB && colorSpace != ColorSpace.TYPE_GRAY)) {
      return new Reject(
          Reject.Reason.UNSUPPORTED, bands + " channels of data type " + type + " are no RGB");
    }
    RgbConversion conversion = new RgbConversion(raster);
    if (colors instanceof IndexColorModel palette) {
      conversion.look(palette);
    } else if (isPlainBytes(colors)) {
      conversion.copy();
    } else {
      conversion.convert(colors, bands, transparent && colors.hasAlpha());
    }
    return new RgbImage(raster.getWidth(), raster.getHeight(), conversion.rgb);
  }

  /** Whether samples are of 8 bits, without transparency: what nearly all photos are. */
  private static boolean isPlainBytes(ColorModel colors) {
    return colors instanceof ComponentColorModel
        && colors.getTransferType() == DataBuffer.TYPE_BYTE
        && colors.getComponentSize(0) == 8
        && !colors.hasAlpha();
  }

  private void copy() {
    int bands = raster.getNumBands();
    int green = bands < 3 ? 0 : 1;
    int blue = bands < 3 ? 0 : 2;
    byte[] row = new byte[bands * width];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getDataElements(0, y, width, 1, row);
      for (int at = 0; at < row.length; at += bands) {
        rgb[to++] = row[at];
        rgb[to++] = row[at + green];
        rgb[to++] = row[at + blue];
      }
    }
  }

  private void look(IndexColorModel palette) {
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int argb = palette.getRGB(row[x]);
        int alpha = argb >>> 24;
        int at = 3 * (y * width + x);
        for (int channel = 0; channel < 3; channel++) {
          int color = (argb >>> (16 - 8 * channel)) & 0xFF;
          rgb[at + channel] = (byte) onWhite(color, alpha);
        }
      }
    }
  }

  private void convert(ColorModel colors, int bands, boolean transparent) {
    long[] most = new long[bands];
    for (int band = 0; band < bands; band++) {
      most[band] = (1L << colors.getComponentSize(band)) - 1;
    }
    boolean multiplied = transparent && colors.isAlphaPremultiplied();
    boolean gray = bands < 3;
    int[] row = new int[bands * width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int pixel = bands * x;
        int at = 3 * (y * width + x);
        int alpha = transparent ? eightBits(row[pixel + bands - 1], most[bands - 1]) : WHITE;
        for (int channel = 0; channel < 3; channel++) {
          int band = gray ? 0 : channel;
          int color = eightBits(row[pixel + band], most[band]);
          rgb[at + channel] =
              (byte) (multiplied ? Math.min(color + WHITE - alpha, WHITE) : onWhite(color, alpha));
        }
      }
    }
  }

  /** Samples of 32 bits come as ints, whose highest bit is no sign. */
  private static int eightBits(int sample, long most) {
    return most == 255
        ? sample
        : (int) ((2L * 255 * Integer.toUnsignedLong(sample) + most) / (2 * most));
  }

  private static int onWhite(int color, int alpha) {
    return alpha == WHITE ? color : (2 * (color * alpha + WHITE * (WHITE - alpha)) + 255) / 510;
  }
}
