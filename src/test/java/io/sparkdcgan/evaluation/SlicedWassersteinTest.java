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
    ImageSet half = ImageSet.of(HALF, SIZE);
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
  void theWorkSaysHowOftenItCanBeEnded() {
    for (int size : List.of(16, 32)) {
      AtomicInteger calls = new AtomicInteger();
      ImageSet two = ImageSet.of(new float[2 * 3 * size * size], size);
      new SlicedWasserstein(1, calls::incrementAndGet).between(two, two);
      assertEquals(SlicedWasserstein.checkpoints(size), calls.get());
    }
  }

  @Test
  void blurTakesTheImagesAway() {
    assertRises(3, 8, 20, SlicedWassersteinTest::blurred);
  }

  @Test
  void noiseTakesTheImagesAway() {
    assertRises(18, 30, 50, SlicedWassersteinTest::noisy);
  }

  @Test
  void aGeneratorThatDrawsFewImagesIsFarAway() {
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
    ImageSet half = ImageSet.of(HALF, SIZE);
    ImageSet other = ImageSet.of(OTHER_HALF, SIZE);
    assertNotEquals(FLOOR, new SlicedWasserstein(2).between(half, other));
  }

  @Test
  void setsThatAreNotAlikeAreRefused() {
    ImageSet half = ImageSet.of(HALF, SIZE);
    ImageSet one = ImageSet.of(new float[LENGTH], SIZE);
    assertThrows(IllegalArgumentException.class, () -> DISTANCE.between(half, one));
    ImageSet odd = ImageSet.of(new float[3 * 48 * 48], 48);
    assertThrows(IllegalArgumentException.class, () -> DISTANCE.between(odd, odd));
    ImageSet tiny = ImageSet.of(new float[3 * 8 * 8], 8);
    assertThrows(IllegalArgumentException.class, () -> DISTANCE.between(tiny, tiny));
  }

  @FunctionalInterface
  private interface Spoiling {
    float[] of(float[] images, int strength);
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

  private static Score score(float[] images) {
    return DISTANCE.between(ImageSet.of(HALF, SIZE), ImageSet.of(images, SIZE));
  }

  /** Forty discs one over another, as leaves fall: edges at all scales, alike in every image. */
  private static float[] leaves(int first) {
    float[] images = new float[COUNT * LENGTH];
    for (int image = 0; image < COUNT; image++) {
      RandomStream stream = RandomStream.of(7, "leaves", first + image);
      for (int leaf = 0; leaf < 40; leaf++) {
        cover(images, image, stream);
      }
    }
    return images;
  }

  private static void cover(float[] images, int image, RandomStream stream) {
    double x = stream.nextDouble(0, SIZE);
    double y = stream.nextDouble(0, SIZE);
    double radius = stream.nextDouble(2, 9);
    for (int channel = 0; channel < 3; channel++) {
      float color = (float) stream.nextDouble(-1, 1);
      for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
          if (Math.hypot(column - x, row - y) < radius) {
            images[image * LENGTH + (channel * SIZE + row) * SIZE + column] = color;
          }
        }
      }
    }
  }

  /**
   * Each pixel becomes the mean of itself and its neighbors to the left and above, again and again.
   */
  private static float[] blurred(float[] images, int passes) {
    float[] from = images;
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

  private static float[] noisy(float[] images, int deviation) {
    RandomStream stream = RandomStream.of(9, "noise");
    float[] noisy = new float[images.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (float) (images[i] + stream.nextGaussian() * deviation / 127.5);
    }
    return noisy;
  }

  private static float[] collapsed(float[] images, int distinct) {
    float[] collapsed = new float[images.length];
    IntStream.range(0, COUNT)
        .forEach(
            image ->
                System.arraycopy(
                    images, image % distinct * LENGTH, collapsed, image * LENGTH, LENGTH));
    return collapsed;
  }
}
