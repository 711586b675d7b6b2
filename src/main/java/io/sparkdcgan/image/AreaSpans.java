package io.sparkdcgan.image;

import java.util.Arrays;

/**
 * Which pixels of a line of {@code side} lie under each pixel of a shorter line of {@code size},
 * and how far. Lengths are counted in units of 1/size of a source pixel: an output pixel is then
 * side units wide, and every overlap a whole number of units.
 */
final class AreaSpans {
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
