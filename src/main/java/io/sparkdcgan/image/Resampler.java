package io.sparkdcgan.image;

import java.util.Arrays;

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

  /**
   * Which pixels of a line of {@code side} lie under each pixel of a shorter line of {@code size},
   * and how far. Lengths are counted in units of 1/size of a source pixel: an output pixel is then
   * side units wide, and every overlap a whole number of units.
   */
  private static final class AreaSpans {
    private final int side;
    private final int[] firsts;
    private final int[][] units;

    AreaSpans(int side, int size) {
      this.side = side;
      this.firsts = new int[size];
      this.units = new int[size][];
      for (int at = 0; at < size; at++) {
        long begin = (long) at * side;
        long end = begin + side;
        int first = (int) (begin / size);
        int last = (int) ((end - 1) / size);
        firsts[at] = first;
        units[at] = new int[last - first + 1];
        for (int pixel = first; pixel <= last; pixel++) {
          units[at][pixel - first] =
              (int) (Math.min(end, (pixel + 1L) * size) - Math.max(begin, (long) pixel * size));
        }
      }
    }

    /** The length of the longer line. */
    int side() {
      return side;
    }

    /**
     * Sums the rows of a square that lie under output row {@code at}, each times its units.
     *
     * @param rgb unsigned bytes, HWC
     * @param from where the square's first pixel is
     * @param stride bytes from one row to the next
     * @param sums three for each column of the square, interleaved as the bytes are; overwritten
     */
    void sumRows(byte[] rgb, int from, int stride, int at, int[] sums) {
      Arrays.fill(sums, 0);
      for (int row = 0; row < units[at].length; row++) {
        int weight = units[at][row];
        int start = from + (firsts[at] + row) * stride;
        for (int sample = 0; sample < sums.length; sample++) {
          sums[sample] += weight * (rgb[start + sample] & 0xFF);
        }
      }
    }

    /** Sums one channel of the columns that lie under output column {@code at}, times its units. */
    long sum(int[] columns, int channel, int at) {
      int sample = 3 * firsts[at] + channel;
      long sum = 0;
      for (int weight : units[at]) {
        sum += (long) weight * columns[sample];
        sample += 3;
      }
      return sum;
    }
  }

  /**
   * Between which pixels of a line of {@code side} the center of each pixel of a longer line of
   * {@code size} lies, and where between them. Beyond the outermost centers the edge is repeated.
   */
  private static final class PixelCenters {
    private final int side;
    private final int[] nears;
    private final int[] fars;
    private final float[] shares;

    PixelCenters(int side, int size) {
      this.side = side;
      this.nears = new int[size];
      this.fars = new int[size];
      this.shares = new float[size];
      for (int at = 0; at < size; at++) {
        float position = Math.min(Math.max((at + 0.5f) * side / size - 0.5f, 0), side - 1);
        nears[at] = (int) position;
        fars[at] = Math.min(nears[at] + 1, side - 1);
        shares[at] = position - nears[at];
      }
    }

    /** The length of the shorter line. */
    int side() {
      return side;
    }

    /** The pixel before the center of pixel {@code at} of the longer line. */
    int near(int at) {
      return nears[at];
    }

    /** The pixel behind it. */
    int far(int at) {
      return fars[at];
    }

    /** How far it is from the one to the other: 0 to below 1. */
    float share(int at) {
      return shares[at];
    }
  }
}
