package io.sparkdcgan.image;

/**
 * Cuts the largest centered square out of an image and scales it: down by exact area averaging (in
 * whole numbers, so without any error but one rounding, half up), up by bilinear interpolation
 * between pixel centers, the edge pixels repeated outward.
 *
 * <p>Why not bilinear downward: it skips source pixels and aliases, and a discriminator learns the
 * aliasing. Not safe for use by several threads.
 */
public final class Resampler {
  private final int size;

  /** For the side that was scaled last; a set's images mostly share theirs. */
  private AreaSpans spans;

  /** The same for images that are scaled up. */
  private PixelCenters centers;

  /**
   * @param size edge of what comes out, in pixels, at least 1
   */
  public Resampler(int size) {
    this.size = size;
  }

  /**
   * The centered square of an image at this size. An odd margin leaves its larger half to the right
   * and below.
   *
   * @return 3 x size x size unsigned bytes, CHW; a new array
   */
  public byte[] square(RgbImage image) {
    int side = Math.min(image.width(), image.height());
    int left = (image.width() - side) / 2;
    int top = (image.height() - side) / 2;
    int first = 3 * (top * image.width() + left);
    int stride = 3 * image.width();
    byte[] scaled = new byte[3 * size * size];
    if (side > size) {
      average(image.rgb(), first, stride, side, scaled);
    } else {
      if (centers == null || centers.side() != side) {
        centers = new PixelCenters(side, size);
      }
      for (int channel = 0; channel < 3; channel++) {
        int[] plane = plane(image.rgb(), first + channel, stride, side);
        interpolate(plane, side, scaled, channel * size * size);
      }
    }
    return scaled;
  }

  private void average(byte[] rgb, int first, int stride, int side, byte[] out) {
    if (spans == null || spans.side() != side) {
      spans = new AreaSpans(side, size);
    }
    int[] row = new int[3 * side];
    long area = (long) side * side;
    for (int y = 0; y < size; y++) {
      spans.sumRows(rgb, first, stride, y, row);
      for (int channel = 0; channel < 3; channel++) {
        int to = (channel * size + y) * size;
        for (int x = 0; x < size; x++) {
          out[to + x] = (byte) ((2 * spans.sum(row, channel, x) + area) / (2 * area));
        }
      }
    }
  }

  /** One channel of the square, of which there are few pixels where it is scaled up. */
  private static int[] plane(byte[] rgb, int first, int stride, int side) {
    int[] plane = new int[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        plane[y * side + x] = rgb[first + y * stride + 3 * x] & 0xFF;
      }
    }
    return plane;
  }

  private void interpolate(int[] plane, int side, byte[] out, int to) {
    for (int y = 0; y < size; y++) {
      int upper = centers.near(y) * side;
      int lower = centers.far(y) * side;
      float down = centers.share(y);
      for (int x = 0; x < size; x++) {
        int left = centers.near(x);
        int right = centers.far(x);
        float across = centers.share(x);
        float above = mix(plane[upper + left], plane[upper + right], across);
        float below = mix(plane[lower + left], plane[lower + right], across);
        out[to + y * size + x] = (byte) (int) (mix(above, below, down) + 0.5f);
      }
    }
  }

  private static float mix(float near, float far, float share) {
    return near + share * (far - near);
  }
}
