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
    PictureSet two = SyntheticInputs.pictures(100L * size + 2L * pair, 2, size);
    assertEquals(expected, MultiScaleSimilarity.of(two), 1e-6);
  }

  @Test
  void theScoreIsTheMeanOverThePairsAndAnOddPictureIsLeftOut() {
    double sum = 0;
    for (int pair = 0; pair < 3; pair++) {
      sum += MultiScaleSimilarity.of(SyntheticInputs.pictures(3200 + 2L * pair, 2, 32));
    }
    assertEquals(sum / 3, MultiScaleSimilarity.of(SyntheticInputs.pictures(3200, 6, 32)), 1e-12);
    assertEquals(sum / 3, MultiScaleSimilarity.of(SyntheticInputs.pictures(3200, 7, 32)), 1e-12);
  }

  @Test
  void twinsAreOne() {
    float[] picture = SyntheticInputs.pictures(5, 1, 32).chw(0);
    float[] twins = new float[2 * picture.length];
    for (int i = 0; i < twins.length; i++) {
      twins[i] = picture[i % picture.length] / 127.5f - 1;
    }
    assertEquals(1, MultiScaleSimilarity.of(PictureSet.of(twins, 32)), 1e-12);
  }

  @Test
  void aSetOfFewPicturesIsMoreAlikeThanOneOfMany() {
    PictureSet many = SyntheticInputs.pictures(40, 32, 32);
    byte[] few = new byte[32 * 3 * 32 * 32];
    for (int i = 0; i < few.length; i++) {
      int picture = i / (3 * 32 * 32) % 16 / 8;
      few[i] = (byte) many.chw(picture)[i % (3 * 32 * 32)];
    }
    double collapsed = MultiScaleSimilarity.of(PictureSet.of(List.of(few), 32));
    assertTrue(collapsed > 0.99, () -> "but " + collapsed);
    double diverse = MultiScaleSimilarity.of(many);
    assertTrue(diverse < 0.9, () -> "but " + diverse);
  }

  @Test
  void anyNumberOfCoresGivesTheSameBits() throws Exception {
    PictureSet pictures = SyntheticInputs.pictures(9, 20, 32);
    double expected = MultiScaleSimilarity.of(pictures);
    for (int cores : List.of(1, 3)) {
      ForkJoinPool pool = new ForkJoinPool(cores);
      try {
        assertEquals(expected, pool.submit(() -> MultiScaleSimilarity.of(pictures)).get());
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void onePictureOrAnOddSizeIsRefused() {
    PictureSet one = SyntheticInputs.pictures(9, 1, 32);
    assertThrows(IllegalArgumentException.class, () -> MultiScaleSimilarity.of(one));
    PictureSet odd = SyntheticInputs.pictures(9, 2, 24);
    assertThrows(IllegalArgumentException.class, () -> MultiScaleSimilarity.of(odd));
  }
}
