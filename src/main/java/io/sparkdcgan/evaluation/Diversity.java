package io.sparkdcgan.evaluation;

/**
 * How unlike each other the images of a set are: the root of the mean squared distance of two of
 * its images, over all pairs. Of all measures of collapse the cheapest: one pass, whole numbers, no
 * rounding but the last. It knows nothing of whether the images are good ones.
 */
public final class Diversity {
  private Diversity() {}

  /**
   * The distance of two different images of the set, in levels of 0 to 255 for each value.
   *
   * @return at least 0; 0 if all images are the same, or there is only one
   */
  public static double of(ImageSet images) {
    int count = images.count();
    if (count == 1) {
      return 0;
    }
    int values = images.chw(0).length;
    long[] sums = new long[values];
    long[] squares = new long[values];
    for (int index = 0; index < count; index++) {
      float[] image = images.chw(index);
      for (int i = 0; i < values; i++) {
        long level = (long) image[i];
        sums[i] += level;
        squares[i] += level * level;
      }
    }
    // Over ordered pairs the squared differences of one value sum to 2 (n sum x^2 - (sum x)^2).
    double total = 0;
    for (int i = 0; i < values; i++) {
      total += 2.0 * (count * squares[i] - sums[i] * sums[i]);
    }
    return Math.sqrt(total / ((double) count * (count - 1)) / values);
  }

  /**
   * The diversity of drawn images relative to that of real ones: about 1 where they are as diverse,
   * 0 where all that is drawn is one image.
   *
   * @return NaN if the real images are all the same
   */
  public static double relative(ImageSet drawn, ImageSet real) {
    double ofReal = of(real);
    return ofReal == 0 ? Double.NaN : of(drawn) / ofReal;
  }
}
