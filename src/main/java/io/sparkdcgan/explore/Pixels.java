package io.sparkdcgan.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images as arrays [3, S, S] in [-1, 1], red, green, blue. */
final class Pixels {
  /** A cell of a grid that stays dark. */
  static final float[] DARK = {};

  private Pixels() {}

  /** The images of [n, 3, S, S], one by one. */
  static List<float[]> split(float[] nchw, int size) {
    int length = 3 * size * size;
    List<float[]> images = new ArrayList<>();
    for (int from = 0; from < nchw.length; from += length) {
      images.add(Arrays.copyOfRange(nchw, from, from + length));
    }
    return images;
  }

  /** Images one after the other: [n, 3, S, S]. */
  static float[] joined(List<float[]> images) {
    int length = images.get(0).length;
    float[] nchw = new float[images.size() * length];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, nchw, i * length, length);
    }
    return nchw;
  }

  /** Luma by Rec. 601, [S, S] in [-1, 1]. */
  static double[] luma(float[] chw) {
    int plane = chw.length / 3;
    double[] luma = new double[plane];
    for (int i = 0; i < plane; i++) {
      luma[i] = 0.299 * chw[i] + 0.587 * chw[i + plane] + 0.114 * chw[i + 2 * plane];
    }
    return luma;
  }

  /** The root of the mean squared difference of two images' values. */
  static double distance(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / one.length);
  }
}
