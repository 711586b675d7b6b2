package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.evaluation.SlicedWasserstein.Score;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two halves of one set of fallen leaves, the other half spoiled more and more. */
class SlicedWassersteinTest {
  private static final int SIZE = 32;
  private static final int COUNT = 64;
  private static final int LENGTH = 3 * SIZE * SIZE;
  private static final SlicedWasserstein DISTANCE = new SlicedWasserstein(1);
  private static final float[] HALF = leaves(0);
  private static final float[] OTHER_HALF = leaves(COUNT);
  private static final Score FLOOR = score(OTHER_HALF);

  @Test
  void theScoreIsTheMeanOverTheLevels() {
    assertEquals(Set.of(16, 32), FLOOR.byLevel().keySet());
    assertEquals((FLOOR.byLevel().get(16) + FLOOR.byLevel().get(32)) / 2, FLOOR.mean());
  }

  @Test
  void theWorkCanBeEndedManyTimesALevel() {
    AtomicInteger calls = new AtomicInteger();
    PictureSet half = PictureSet.of(HALF, SIZE);
    new SlicedWasserstein(1, calls::incrementAndGet).between(half, half);
    assertTrue(calls.get() >= 2 * 30, calls + " times in two levels");
    Runnable ending =
        () -> {
          if (calls.decrementAndGet() == 0) {
            throw new IllegalStateException("enough");
          }
        };
    assertThrows(
        IllegalStateException.class, () -> new SlicedWasserstein(1, ending).between(half, half));
  }

  @Test
  void blurTakesThePicturesAway() {
    assertRises(3, 8, 20, SlicedWassersteinTest::blurred);
  }

  @Test
  void noiseTakesThePicturesAway() {
    assertRises(18, 30, 50, SlicedWassersteinTest::noisy);
  }

  @Test
  void aGeneratorThatDrawsFewPicturesIsFarAway() {
    assertRises(16, 4, 1, SlicedWassersteinTest::collapsed);
  }

  @Test
  void noiseBetweenNeighborsShowsOnTheFineLevelFirst() {
    Score noisy = score(noisy(OTHER_HALF, 18));
    double fine = noisy.byLevel().get(32) / FLOOR.byLevel().get(32);
    double coarse = noisy.byLevel().get(16) / FLOOR.byLevel().get(16);
    assertTrue(fine > 2 * coarse, noisy + " above " + FLOOR);
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyNumberOfCores() throws Exception {
    for (int cores : List.of(1, 3)) {
      ForkJoinPool pool = new ForkJoinPool(cores);
      try {
        assertEquals(FLOOR, pool.submit(() -> score(OTHER_HALF)).get());
      } finally {
        pool.shutdown();
      }
    }
    PictureSet half = PictureSet.of(HALF, SIZE);
    PictureSet other = PictureSet.of(OTHER_HALF, SIZE);
    assertNotEquals(FLOOR, new SlicedWasserstein(2).between(half, other));
  }

  @Test
  void setsThatAreNotAlikeAreRefused() {
    PictureSet half = PictureSet.of(HALF, SIZE);
    PictureSet one = PictureSet.of(new float[LENGTH], SIZE);
    assertThrows(IllegalArgumentException.class, () -> DISTANCE.between(half, one));
    PictureSet odd = PictureSet.of(new float[3 * 48 * 48], 48);
    assertThrows(IllegalArgumentException.class, () -> DISTANCE.between(odd, odd));
    PictureSet tiny = PictureSet.of(new float[3 * 8 * 8], 8);
    assertThrows(IllegalArgumentException.class, () -> DISTANCE.between(tiny, tiny));
  }

  @FunctionalInterface
  private interface Spoiling {
    float[] of(float[] pictures, int strength);
  }

  /** Each strength is clearly farther than the one before, the weakest than the noise floor. */
  private static void assertRises(int weak, int middle, int strong, Spoiling spoiling) {
    double before = FLOOR.mean();
    for (int strength : List.of(weak, middle, strong)) {
      double score = score(spoiling.of(OTHER_HALF, strength)).mean();
      assertTrue(score > 1.1 * before, strength + ": " + score + " after " + before);
      before = score;
    }
  }

  private static Score score(float[] pictures) {
    return DISTANCE.between(PictureSet.of(HALF, SIZE), PictureSet.of(pictures, SIZE));
  }

  /** Forty discs one over another, as leaves fall: edges at all scales, alike in every picture. */
  private static float[] leaves(int first) {
    float[] pictures = new float[COUNT * LENGTH];
    for (int picture = 0; picture < COUNT; picture++) {
      RandomStream stream = RandomStream.of(7, "leaves", first + picture);
      for (int leaf = 0; leaf < 40; leaf++) {
        cover(pictures, picture, stream);
      }
    }
    return pictures;
  }

  private static void cover(float[] pictures, int picture, RandomStream stream) {
    double x = stream.nextDouble(0, SIZE);
    double y = stream.nextDouble(0, SIZE);
    double radius = stream.nextDouble(2, 9);
    for (int channel = 0; channel < 3; channel++) {
      float color = (float) stream.nextDouble(-1, 1);
      for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
          if (Math.hypot(column - x, row - y) < radius) {
            pictures[picture * LENGTH + (channel * SIZE + row) * SIZE + column] = color;
          }
        }
      }
    }
  }

  /**
   * Each pixel becomes the mean of itself and its neighbors to the left and above, again and again.
   */
  private static float[] blurred(float[] pictures, int passes) {
    float[] from = pictures;
    for (int pass = 0; pass < passes; pass++) {
      float[] to = new float[from.length];
      for (int i = 0; i < from.length; i++) {
        int left = i % SIZE == 0 ? i : i - 1;
        int above = i / SIZE % SIZE == 0 ? i : i - SIZE;
        to[i] = (from[i] + from[left] + from[above]) / 3;
      }
      from = to;
    }
    return from;
  }

  private static float[] noisy(float[] pictures, int deviation) {
    RandomStream stream = RandomStream.of(9, "noise");
    float[] noisy = new float[pictures.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (float) (pictures[i] + stream.nextGaussian() * deviation / 127.5);
    }
    return noisy;
  }

  private static float[] collapsed(float[] pictures, int distinct) {
    float[] collapsed = new float[pictures.length];
    IntStream.range(0, COUNT)
        .forEach(
            picture ->
                System.arraycopy(
                    pictures, picture % distinct * LENGTH, collapsed, picture * LENGTH, LENGTH));
    return collapsed;
  }
}
