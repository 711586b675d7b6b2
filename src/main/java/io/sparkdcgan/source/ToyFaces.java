package io.sparkdcgan.source;

import io.sparkdcgan.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Draws faces to try things with: one portrait an image, seen from the front, large and in the
 * middle. Skin, hair, eyes, brows, nose, mouth, shape of the head, clothes, light and background
 * are all drawn from the seed; the same seed and number give the same pixels on one Java version.
 *
 * <p>Coordinates are shares of the image's edge, from its upper left corner. Not safe for use by
 * several threads.
 */
final class ToyFaces {
  /** Raised whenever faces come out differently. */
  static final long VERSION = 1;

  /**
   * How much larger than the drawing's frame faces come out: small images have no room to waste.
   */
  private static final double ZOOM = 1.14;

  private final int size;
  private final long seed;
  private final BufferedImage canvas;

  /**
   * @param size edge of the images in pixels, at least 1
   * @param seed names the faces
   */
  ToyFaces(int size, long seed) {
    this.size = size;
    this.seed = seed;
    this.canvas = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
  }

  /** Face number {@code index}. */
  RgbImage draw(long index) {
    Graphics2D pen = canvas.createGraphics();
    try {
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      pen.scale(size, size);
      pen.translate(0.5, 0.5);
      pen.scale(ZOOM, ZOOM);
      pen.translate(-0.5, -0.515);
      new Portrait(pen, ToyTraits.of(seed, index)).draw();
    } finally {
      pen.dispose();
    }
    return pixels();
  }

  private RgbImage pixels() {
    int[] packed = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
    byte[] rgb = new byte[3 * packed.length];
    for (int pixel = 0; pixel < packed.length; pixel++) {
      rgb[3 * pixel] = (byte) (packed[pixel] >> 16);
      rgb[3 * pixel + 1] = (byte) (packed[pixel] >> 8);
      rgb[3 * pixel + 2] = (byte) packed[pixel];
    }
    return new RgbImage(size, size, rgb);
  }
}
