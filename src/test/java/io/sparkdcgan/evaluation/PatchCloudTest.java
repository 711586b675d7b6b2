package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchCloudTest {
  private static final int DIMENSIONS = 3 * 7 * 7;

  @Test
  void aPatchIsItsPixelsWithTheSetsMeanAndDeviationTakenOutOfEachChannel() {
    // two images of 8 x 8 and a patch in each: at (1, 0) of the first, (0, 1) of the second
    float[] planes = noise(2 * 3 * 8 * 8);
    int[] corners = {1, 3 * 64 + 8};
    float[][] patches = patches(new PatchCloud(planes, 8, corners));
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      double squares = 0;
      for (int patch = 0; patch < 2; patch++) {
        for (int y = 0; y < 7; y++) {
          for (int x = 0; x < 7; x++) {
            double pixel = planes[corners[patch] + channel * 64 + y * 8 + x];
            sum += pixel;
            squares += pixel * pixel;
          }
        }
      }
      double mean = sum / 98;
      double deviation = Math.sqrt(squares / 98 - mean * mean);
      // row 2, column 5
      for (int patch = 0; patch < 2; patch++) {
        double pixel = planes[corners[patch] + channel * 64 + 2 * 8 + 5];
        assertEquals((pixel - mean) / deviation, patches[channel * 49 + 2 * 7 + 5][patch], 1e-5);
      }
    }
  }

  @Test
  void aTintAndAContrastDoNotCount() {
    float[] planes = noise(4 * 3 * 64);
    float[] tinted = planes.clone();
    for (int i = 0; i < tinted.length; i++) {
      int channel = i / 64 % 3;
      tinted[i] = tinted[i] * (channel + 2) + 10 * channel;
    }
    int[] corners = {0, 3 * 64 + 1, 6 * 64 + 8, 9 * 64 + 9};
    float[][] expected = patches(new PatchCloud(planes, 8, corners));
    float[][] actual = patches(new PatchCloud(tinted, 8, corners));
    for (int at = 0; at < DIMENSIONS; at++) {
      for (int patch = 0; patch < 4; patch++) {
        assertEquals(expected[at][patch], actual[at][patch], 1e-4);
      }
    }
  }

  @Test
  void patchesOfEvenImagesAreZerosAndNotNumbersOutOfNothing() {
    float[] planes = new float[3 * 64];
    Arrays.fill(planes, 0.1f);
    for (float[] products : patches(new PatchCloud(planes, 8, new int[] {0, 9}))) {
      assertEquals(0, products[0], 1e-6);
      assertEquals(0, products[1], 1e-6);
    }
  }

  @Test
  void placesLieInsideTheirImagesAndReachEveryEdge() {
    int count = 20;
    // each pixel holds its own place, to be read back from the patches: x in channel 0, y in 1,
    // image in 2
    float[] planes = new float[count * 3 * 256];
    for (int i = 0; i < planes.length; i++) {
      int pixel = i % 256;
      planes[i] =
          switch (i / 256 % 3) {
                case 0 -> pixel % 16;
                case 1 -> pixel / 16;
                default -> i / 768;
              }
              * 10;
    }
    byte[] levels = new byte[planes.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) planes[i];
    }
    ImageSet images = ImageSet.of(List.of(levels), 16);
    PatchCloud cloud = PatchCloud.of(images, 16, 16, 1, 0);
    assertEquals(count * 128, cloud.points());
    float[][] patches = patches(cloud);
    // the first pixel's x takes ten values, 0 to 9, each about as often
    long distinct = distinct(patches[0]);
    assertEquals(10, distinct);
    assertEquals(10, distinct(patches[49]));
    assertEquals(count, distinct(patches[98]));
    // across a patch x grows by six pixels, whatever its place: no patch crosses an edge
    for (int patch = 0; patch < cloud.points(); patch++) {
      float step = patches[1][patch] - patches[0][patch];
      assertTrue(step > 0, "step " + step);
      assertEquals(6 * step, patches[6][patch] - patches[0][patch], 1e-4);
      assertEquals(patches[98][patch], patches[146][patch], 1e-5);
    }
  }

  private static long distinct(float[] products) {
    return IntStream.range(0, products.length)
        .map(i -> Math.round(products[i] * 1000))
        .distinct()
        .count();
  }

  /** Projected on the axes, patches are themselves: [dimension, patch]. */
  private static float[][] patches(PatchCloud cloud) {
    float[][] axes = new float[DIMENSIONS][DIMENSIONS];
    for (int at = 0; at < DIMENSIONS; at++) {
      axes[at][at] = 1;
    }
    float[][] products = new float[DIMENSIONS][cloud.points()];
    cloud.project(axes, products);
    return products;
  }

  private static float[] noise(int length) {
    RandomStream stream = RandomStream.of(1, "noise");
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) stream.nextDouble(0, 255);
    }
    return noise;
  }
}
