package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemorizationTest {
  private static final int LENGTH = 3 * 32 * 32;

  @Test
  void theNearestIsWhatComparingEachWithEachFinds() throws Exception {
    ImageSet drawn = ImageSet.of(ToyImages.of(500, 20, 32), 32);
    List<byte[]> train = ToyImages.of(0, 150, 32);
    double[] expected = new double[drawn.count()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Double.POSITIVE_INFINITY;
      float[] own = drawn.chw(i);
      for (byte[] other : train) {
        double sum = 0;
        for (int at = 0; at < LENGTH; at++) {
          sum += Math.pow(own[at] - (other[at] & 0xFF), 2);
        }
        expected[i] = Math.min(expected[i], Math.sqrt(sum / LENGTH));
      }
    }
    NearestSearch search = new NearestSearch(drawn);
    assertArrayEquals(expected, search.levels(shown(search, train, 0, 150)), 1e-12);
    NearestFound apart = shown(search, train, 0, 70).merged(shown(search, train, 70, 150));
    assertArrayEquals(expected, search.levels(apart), 1e-12);
  }

  @Test
  void anImageIsNotItsOwnNeighborButItsTwinIs() throws Exception {
    List<byte[]> train = new ArrayList<>(ToyImages.of(0, 10, 32));
    NearestSearch search = new NearestSearch(ImageSet.of(train.subList(0, 1), 32), "0");
    assertTrue(search.levels(shown(search, train, 0, 10))[0] > 1);
    train.set(7, train.get(0));
    assertEquals(0, search.levels(shown(search, train, 0, 10))[0]);
    // another image that only has its key
    train.set(0, train.get(1));
    train.set(7, train.get(1));
    assertTrue(search.levels(shown(search, train, 0, 1))[0] < Double.POSITIVE_INFINITY);
  }

  @Test
  void facesThatWereCopiedAreNearDuplicatesAndNewOnesAreNot() throws Exception {
    List<byte[]> train = ToyImages.of(0, 200, 32);
    List<byte[]> drawn = new ArrayList<>(ToyImages.of(300, 30, 32));
    RandomStream noise = RandomStream.of(1, "noise");
    for (int copy = 0; copy < 5; copy++) {
      byte[] copied = train.get(10 * copy).clone();
      for (int i = 0; i < copied.length; i++) {
        int level = (copied[i] & 0xFF) + noise.nextInt(5) - 2;
        copied[i] = (byte) Math.max(0, Math.min(255, level));
      }
      drawn.set(copy, copied);
    }
    NearestSearch ours = new NearestSearch(ImageSet.of(drawn, 32));
    NearestSearch others = new NearestSearch(ImageSet.of(ToyImages.of(400, 30, 32), 32));
    Memorization found =
        Memorization.of(
            ours.levels(shown(ours, train, 0, 200)), others.levels(shown(others, train, 0, 200)));
    assertEquals(5, found.nearDuplicates(), found::toString);
    assertEquals(0, found.realNearDuplicates(), found::toString);
    assertEquals(1, found.drawn() / found.real(), 0.25, found::toString);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
    Memorization found = Memorization.of(new double[] {9, 1, 4}, new double[] {8, 2, 12, 10});
    assertEquals(new Memorization(4, 9, 4.5, 2, 1), found);
  }

  @Test
  void otherSizesAndTooFewKeysAreRefused() {
    ImageSet two = ImageSet.of(new float[2 * 3 * 8 * 8], 8);
    assertThrows(IllegalArgumentException.class, () -> new NearestSearch(two, "one"));
    ImageSet odd = ImageSet.of(new float[3 * 12 * 12], 12);
    assertThrows(IllegalArgumentException.class, () -> new NearestSearch(odd));
  }

  private static NearestFound shown(NearestSearch search, List<byte[]> images, int first, int end) {
    NearestFound found = search.nothing();
    for (int i = first; i < end; i++) {
      // as executors have them: many images in one array
      byte[] block = new byte[3 + LENGTH];
      System.arraycopy(images.get(i), 0, block, 3, LENGTH);
      search.show(String.valueOf(i), block, 3, found);
    }
    return found;
  }
}
