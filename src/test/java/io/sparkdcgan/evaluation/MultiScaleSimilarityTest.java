package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class MultiScaleSimilarityTest {

  /** The file's numbers are src/it/oracles/ms_ssim.py's. */
  @ParameterizedTest
  @CsvFileSource(resources = "ms-ssim.csv")
  void itIsWhatScipyMakesOfTheDefinition(int size, int pair, double expected) {
    ImageSet two = SyntheticInputs.images(100L * size + 2L * pair, 2, size);
    assertEquals(expected, MultiScaleSimilarity.of(two), 1e-6);
  }

  @Test
  void theScoreIsTheMeanOverThePairsAndAnOddImageIsLeftOut() {
    double sum = 0;
    for (int pair = 0; pair < 3; pair++) {
      sum += MultiScaleSimilarity.of(SyntheticInputs.images(3200 + 2L * pair, 2, 32));
    }
    assertEquals(sum / 3, MultiScaleSimilarity.of(SyntheticInputs.images(3200, 6, 32)), 1e-12);
    assertEquals(sum / 3, MultiScaleSimilarity.of(SyntheticInputs.images(3200, 7, 32)), 1e-12);
  }

  @Test
  void twinsAreOne() {
    float[] image = SyntheticInputs.images(5, 1, 32).chw(0);
    float[] twins = new float[2 * image.length];
    for (int i = 0; i < twins.length; i++) {
      twins[i] = image[i % image.length] / 127.5f - 1;
    }
    assertEquals(1, MultiScaleSimilarity.of(ImageSet.of(twins, 32)), 1e-12);
  }

  @Test
  void aSetOfFewImagesIsMoreAlikeThanOneOfMany() {
    ImageSet many = SyntheticInputs.images(40, 32, 32);
    byte[] few = new byte[32 * 3 * 32 * 32];
    for (int i = 0; i < few.length; i++) {
      int image = i / (3 * 32 * 32) % 16 / 8;
      few[i] = (byte) many.chw(image)[i % (3 * 32 * 32)];
    }
    double collapsed = MultiScaleSimilarity.of(ImageSet.of(List.of(few), 32));
    assertTrue(collapsed > 0.99, () -> "but " + collapsed);
    double diverse = MultiScaleSimilarity.of(many);
    assertTrue(diverse < 0.9, () -> "but " + diverse);
  }

  @Test
  void anyNumberOfCoresGivesTheSameBits() throws Exception {
    ImageSet images = SyntheticInputs.images(9, 20, 32);
    double expected = MultiScaleSimilarity.of(images);
    for (int cores : List.of(1, 3)) {
      ForkJoinPool pool = new ForkJoinPool(cores);
      try {
        assertEquals(expected, pool.submit(() -> MultiScaleSimilarity.of(images)).get());
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void oneImageOrAnOddSizeIsRefused() {
    ImageSet one = SyntheticInputs.images(9, 1, 32);
    assertThrows(IllegalArgumentException.class, () -> MultiScaleSimilarity.of(one));
    ImageSet odd = SyntheticInputs.images(9, 2, 24);
    assertThrows(IllegalArgumentException.class, () -> MultiScaleSimilarity.of(odd));
  }
}
