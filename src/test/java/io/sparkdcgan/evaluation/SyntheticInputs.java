package io.sparkdcgan.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * Inputs that Java and Python make alike from whole numbers; src/it/oracles/inputs.py is theirs.
 */
final class SyntheticInputs {
  private SyntheticInputs() {}

  private static final class Chances {
    private long state;

    Chances(long seed) {
      state = seed;
    }

    double next() {
      state = (state * 1664525 + 1013904223) & 0xFFFFFFFFL;
      return (state >> 8) / (double) (1 << 24);
    }

    int nextLevel() {
      return (int) (next() * 256);
    }
  }

  /** A triangle wave that all have, one of chance period and phase, and noise. */
  static ImageSet images(long seed, int count, int size) {
    byte[] levels = new byte[count * 3 * size * size];
    int to = 0;
    for (int image = 0; image < count; image++) {
      Chances chances = new Chances(seed + image);
      int period = 14 + chances.nextLevel() % 4;
      int tilt = 1 + chances.nextLevel() % 2;
      int phase = chances.nextLevel() % 12;
      int strength = chances.nextLevel();
      for (int channel = 0; channel < 3; channel++) {
        for (int y = 0; y < size; y++) {
          for (int x = 0; x < size; x++) {
            int place = (x * 3 + y * tilt + phase + 5 * channel) % (2 * period);
            int wave = Math.abs(place - period) * 60 / period;
            int base = Math.abs((x * 2 + y * 5 + 9 * channel) % 48 - 24) * 5;
            levels[to++] = (byte) Math.min(255, base + wave + chances.nextLevel() * strength / 512);
          }
        }
      }
    }
    return ImageSet.of(List.of(levels), size);
  }

  /** [rows, dimensions], columns of different spread that hang together in neighbors. */
  static float[] features(long seed, int rows, int dimensions, double shift) {
    Chances chances = new Chances(seed);
    float[] features = new float[rows * dimensions];
    for (int row = 0; row < rows; row++) {
      double left = chances.next();
      for (int column = 0; column < dimensions; column++) {
        double right = chances.next();
        features[row * dimensions + column] =
            (float) ((left + right * 0.5) * (1 + column % 5) + shift);
        left = right;
      }
    }
    return features;
  }

  /**
   * [rows, dimensions] as a pool layer after ReLU gives: factors of falling strength, mixed alike
   * in every set, and noise. Reckoned in whole numbers, which are exact.
   */
  static float[] poolFeatures(long seed, int rows, int dimensions, double shift) {
    int factors = 64;
    Chances mixChances = new Chances(1);
    int[] mix = new int[factors * dimensions];
    Arrays.setAll(mix, i -> mixChances.nextLevel() - 128);
    long base = Math.round((shift - 0.25) * (1 << 20));
    Chances chances = new Chances(seed);
    float[] features = new float[rows * dimensions];
    for (int row = 0; row < rows; row++) {
      long[] sums = new long[dimensions];
      for (int factor = 0; factor < factors; factor++) {
        long strength = (chances.nextLevel() - 128L) * (factors - factor);
        for (int column = 0; column < dimensions; column++) {
          sums[column] += strength * mix[factor * dimensions + column];
        }
      }
      for (int column = 0; column < dimensions; column++) {
        long value = sums[column] + (chances.nextLevel() - 128) * 4096L + base;
        features[row * dimensions + column] = (float) (Math.max(value, 0) / (double) (1 << 20));
      }
    }
    return features;
  }
}
