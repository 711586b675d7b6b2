package io.sparkdcgan.data;

/**
 * Cuts the largest centered square out of a picture and scales it: down by exact area averaging (in
 * whole numbers, so without any error but one rounding, half up), up by bilinear interpolation
 * between pixel centers, the edge pixels repeated outward.
 *
 * <p>Why not bilinear downward: it skips source pixels and aliases, and a discriminator learns the
 * aliasing. Not safe for use by several threads.
 */
public final class Resampler {
  private final int size;

  /** For the side that was scaled last; a set's pictures mostly share theirs. */
  private AreaSpans spans;

  /**
   * @param size edge of what comes out, in pixels, at least 1
   */
  public Resampler(int size) {
    this.size = size;
  }

  /**
   * The centered square of a picture at this size. An odd margin leaves its larger half to the
   * right and below.
   *
   * @return 3 x size x size unsigned bytes, CHW; a new array
   */
  public byte[] square(RgbImage image) {
    int side = Math.min(image.width(), image.height());
    int left = (image.width() - side) / 2;
    int top = (image.height() - side) / 2;
    int[] chw = new int[3 * side * side];
    byte[] rgb = image.rgb();
    for (int y = 0; y < side; y++) {
      int from = 3 * ((top + y) * image.width() + left);
      for (int x = 0; x < side; x++) {
        for (int channel = 0; channel < 3; channel++) {
          chw[(channel * side + y) * side + x] = rgb[from + 3 * x + channel] & 0xFF;
        }
      }
    }
    byte[] scaled = new byte[3 * size * size];
    for (int channel = 0; channel < 3; channel++) {
      scale(chw, channel * side * side, side, scaled, channel * size * size);
    }
    return scaled;
  }

  private void scale(int[] plane, int from, int side, byte[] out, int to) {
    if (side == size) {
      for (int pixel = 0; pixel < size * size; pixel++) {
        out[to + pixel] = (byte) plane[from + pixel];
      }
    } else if (side > size) {
      average(plane, from, side, out, to);
    } else {
      interpolate(plane, from, side, out, to);
    }
  }

  private void average(int[] plane, int from, int side, byte[] out, int to) {
    if (spans == null || spans.side() != side) {
      spans = new AreaSpans(side, size);
    }
    int[] row = new int[side];
    long area = (long) side * side;
    for (int y = 0; y < size; y++) {
      spans.sumRows(plane, from, y, row);
      for (int x = 0; x < size; x++) {
        out[to + y * size + x] = (byte) ((2 * spans.sum(row, x) + area) / (2 * area));
      }
    }
  }

  private void interpolate(int[] plane, int from, int side, byte[] out, int to) {
    for (int y = 0; y < size; y++) {
      float v = center(y, side);
      int upper = (int) v;
      int lower = Math.min(upper + 1, side - 1);
      for (int x = 0; x < size; x++) {
        float u = center(x, side);
        int left = (int) u;
        int right = Math.min(left + 1, side - 1);
        float above = mix(plane[from + upper * side + left], plane[from + upper * side + right], u);
        float below = mix(plane[from + lower * side + left], plane[from + lower * side + right], u);
        out[to + y * size + x] = (byte) (int) (mix(above, below, v) + 0.5f);
      }
    }
  }

  /** Where the center of an output pixel lies among the centers of source pixels. */
  private float center(int at, int side) {
    float position = (at + 0.5f) * side / size - 0.5f;
    return Math.min(Math.max(position, 0), side - 1);
  }

  private static float mix(float near, float far, float position) {
    float share = position - (int) position;
    return near + share * (far - near);
  }
}
