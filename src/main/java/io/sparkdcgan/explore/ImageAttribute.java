package io.sparkdcgan.explore;

import java.util.Arrays;
import java.util.Locale;

/**
 * What can be measured of an image without anybody who looks at it: the labels of arithmetic that
 * nobody labeled. Luma is Rec. 601's, values are in [-1, 1], halves are those of the image.
 */
public enum ImageAttribute {
  /** Mean luma. */
  BRIGHTNESS("bright", "dark") {
    @Override
    double measure(float[] chw, int size) {
      return mean(chw, size, (y, x) -> 1);
    }
  },
  /** Mean luma of the upper half less that of the lower: skies, light hair, light from above. */
  TOP_LIGHT("light above", "light below") {
    @Override
    double measure(float[] chw, int size) {
      return mean(chw, size, (y, x) -> 2 * y < size ? 2 : -2);
    }
  },
  /** Mean luma of the right half less that of the left: which way a face is lit or turned. */
  SIDE_LIGHT("light on the right", "light on the left") {
    @Override
    double measure(float[] chw, int size) {
      return mean(chw, size, (y, x) -> 2 * x < size ? -2 : 2);
    }
  },
  /** Mean luma of the middle quarter of the area less that of the rest. */
  CENTER_LIGHT("light in the middle", "light around the middle") {
    @Override
    double measure(float[] chw, int size) {
      return mean(chw, size, (y, x) -> inner(y, size) && inner(x, size) ? 4 : -4.0 / 3);
    }
  },
  /** Mean red less mean blue. */
  WARMTH("warm", "cold") {
    @Override
    double measure(float[] chw, int size) {
      double sum = 0;
      for (int i = 0; i < size * size; i++) {
        sum += chw[i] - chw[i + 2 * size * size];
      }
      return sum / (size * size);
    }
  },
  /** Deviation of luma within the image. */
  CONTRAST("contrasty", "flat") {
    @Override
    double measure(float[] chw, int size) {
      double[] luma = Pixels.luma(chw);
      double mean = Arrays.stream(luma).average().orElseThrow();
      return Math.sqrt(Arrays.stream(luma).map(l -> (l - mean) * (l - mean)).average().orElse(0));
    }
  };

  private final String high;
  private final String low;

  ImageAttribute(String high, String low) {
    this.high = high;
    this.low = low;
  }

  /** An image's value; the image is [3, size, size] in [-1, 1]. */
  abstract double measure(float[] chw, int size);

  /** What an image with much, or with little of it is called. */
  String word(boolean much) {
    return much ? high : low;
  }

  /** The name in files. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private interface Weight {
    double at(int y, int x);
  }

  private static boolean inner(int at, int size) {
    return 4 * at >= size && 4 * at < 3 * size;
  }

  private static double mean(float[] chw, int size, Weight weight) {
    double[] luma = Pixels.luma(chw);
    double sum = 0;
    for (int i = 0; i < luma.length; i++) {
      sum += luma[i] * weight.at(i / size, i % size);
    }
    return sum / luma.length;
  }
}
