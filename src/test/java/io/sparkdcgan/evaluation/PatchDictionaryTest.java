package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Activations by hand, and features against the plain loops of the definition. */
final class PatchDictionaryTest {
  private static final int SIZE = 8;

  @Test
  void onlyCentroidsNearerThanTheMeanAreActive() {
    float[] sums = {10, 0, 0, 0, 5};
    PatchDictionary.addActivations(new float[] {1, 2, 6}, sums, 1); // the mean is 3
    assertArrayEquals(new float[] {10, 2, 1, 0, 5}, sums, 1e-6f);
  }

  @Test
  void eachQuadrantHasTheSumOverItsPatches() {
    ImageBlock block = ImagePatchesTest.block(noise(1), noise(2));
    float[][] centroids = {noisy(1), noisy(2), noisy(3)};
    float[][] features = new PatchDictionary(identity(), centroids).of(block);
    assertEquals(2, features.length);
    for (int image = 0; image < 2; image++) {
      assertArrayEquals(expected(block, image, centroids), features[image], 1e-3f);
    }
  }

  /** There are 3 x 3 places, of which the first two of a row or column are in the first half. */
  private static float[] expected(ImageBlock block, int image, float[][] centroids) {
    double[] sums = new double[4 * centroids.length];
    for (int place = 0; place < 9; place++) {
      int quadrant = place / 3 / 2 * 2 + place % 3 / 2;
      float[] patch = ImagePatches.one(block, image, place);
      double[] distances = new double[centroids.length];
      double mean = 0;
      for (int k = 0; k < centroids.length; k++) {
        double squares = 0;
        for (int i = 0; i < 108; i++) {
          squares += Math.pow(patch[i] - centroids[k][i], 2);
        }
        distances[k] = Math.sqrt(squares);
        mean += distances[k] / centroids.length;
      }
      for (int k = 0; k < centroids.length; k++) {
        sums[quadrant * centroids.length + k] += Math.max(0, mean - distances[k]);
      }
    }
    float[] expected = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      expected[i] = (float) sums[i];
    }
    return expected;
  }

  @Test
  void noImagesHaveNoFeatures() {
    ImageBlock none = new ImageBlock(SIZE, new String[0], new String[0], new byte[0]);
    assertEquals(0, new PatchDictionary(identity(), new float[2][108]).of(none).length);
  }

  @Test
  void centroidsOfAnotherKindOfPatchAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PatchDictionary(identity(), new float[2][75]));
  }

  private static Whitening identity() {
    float[] matrix = new float[108 * 108];
    for (int i = 0; i < 108; i++) {
      matrix[i * 108 + i] = 1;
    }
    return new Whitening(new float[108], matrix);
  }

  private static byte[] noise(long seed) {
    RandomStream stream = RandomStream.of(seed, "pixels");
    byte[] pixels = new byte[3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) stream.nextInt(256);
    }
    return pixels;
  }

  private static float[] noisy(long seed) {
    RandomStream stream = RandomStream.of(seed, "centroid");
    float[] values = new float[108];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.nextDouble(-1, 1);
    }
    return values;
  }
}
