package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scores of two halves of a set of toy faces, the second half spoiled more and more. */
class ToyFacesScoresTest {
  private static final int SIZE = 32;
  private static final int COUNT = 64;
  private static final int MANY = 256;
  private static final SlicedWasserstein DISTANCE = new SlicedWasserstein(1);

  private static List<byte[]> half;
  private static List<byte[]> otherHalf;
  private static double floor;

  @BeforeAll
  static void scoreTheHalves() throws Exception {
    half = ToyImages.of(0, COUNT, SIZE);
    otherHalf = ToyImages.of(COUNT, COUNT, SIZE);
    floor = swd(otherHalf);
  }

  @Test
  void twoHalvesAreAsFarApartAsTwoOthers() throws Exception {
    double other = DISTANCE.between(set(otherHalf), set(ToyImages.of(300, COUNT, SIZE))).mean();
    assertEquals(1, other / floor, 0.5);
    // and a set is nearer to itself than to another half, though its patches lie elsewhere
    assertTrue(swd(half) < floor, () -> swd(half) + " against " + floor);
  }

  @Test
  void blurTakesFacesAway() {
    assertRises(List.of(1, 3, 8), passes -> otherHalf.stream().map(f -> blurred(f, passes)));
  }

  @Test
  void noiseTakesFacesAway() {
    assertRises(List.of(16, 30, 60), deviation -> otherHalf.stream().map(f -> noisy(f, deviation)));
  }

  /** Among 64 faces a deviation of 8 is lost in the chance of which faces they are. */
  @Test
  void manyFacesTellLittleNoiseFromNone() throws Exception {
    List<byte[]> ours = ToyImages.of(0, MANY, SIZE);
    List<byte[]> others = ToyImages.of(MANY, MANY, SIZE);
    SlicedWasserstein distance = new SlicedWasserstein(1, 64, () -> {});
    double before = distance.between(set(ours), set(others)).mean();
    for (int deviation : List.of(4, 8, 16, 32)) {
      List<byte[]> noisy = others.stream().map(face -> noisy(face, deviation)).toList();
      double score = distance.between(set(ours), set(noisy)).mean();
      assertTrue(score > 1.1 * before, deviation + ": " + score + " after " + before);
      before = score;
    }
  }

  @Test
  void aCollapseTakesFacesAway() {
    assertRises(
        List.of(8, 3, 1),
        distinct -> IntStream.range(0, COUNT).mapToObj(i -> otherHalf.get(i % distinct)));
  }

  @Test
  void aCollapseMakesFacesAlike() {
    double before = MultiScaleSimilarity.of(set(otherHalf));
    for (int percent : List.of(25, 50, 100)) {
      List<byte[]> collapsed = new ArrayList<>(otherHalf);
      for (int i = 1; i < COUNT * percent / 100; i += 2) {
        collapsed.set(i, otherHalf.get(i - 1));
      }
      double alike = MultiScaleSimilarity.of(set(collapsed));
      assertTrue(alike > before, percent + " %: " + alike + " after " + before);
      before = alike;
    }
    assertEquals(1, before, 1e-12);
  }

  /** Each strength is clearly farther than the one before, the weakest than the floor. */
  private static void assertRises(
      List<Integer> strengths, IntFunction<java.util.stream.Stream<byte[]>> spoiled) {
    double before = floor;
    for (int strength : strengths) {
      double score = swd(spoiled.apply(strength).toList());
      assertTrue(score > 1.1 * before, strength + ": " + score + " after " + before);
      before = score;
    }
  }

  private static double swd(List<byte[]> faces) {
    return DISTANCE.between(set(half), set(faces)).mean();
  }

  private static ImageSet set(List<byte[]> faces) {
    return ImageSet.of(faces, SIZE);
  }

  /** Each pixel becomes the mean of itself and its four neighbors, again and again. */
  private static byte[] blurred(byte[] face, int passes) {
    byte[] from = face;
    for (int pass = 0; pass < passes; pass++) {
      byte[] to = new byte[from.length];
      for (int i = 0; i < from.length; i++) {
        int x = i % SIZE;
        int y = i / SIZE % SIZE;
        int sum = from[i] & 0xFF;
        sum += from[x == 0 ? i : i - 1] & 0xFF;
        sum += from[x == SIZE - 1 ? i : i + 1] & 0xFF;
        sum += from[y == 0 ? i : i - SIZE] & 0xFF;
        sum += from[y == SIZE - 1 ? i : i + SIZE] & 0xFF;
        to[i] = (byte) ((sum + 2) / 5);
      }
      from = to;
    }
    return from;
  }

  private static byte[] noisy(byte[] face, int deviation) {
    RandomStream stream = RandomStream.of(9, "noise", java.util.Arrays.hashCode(face));
    byte[] noisy = new byte[face.length];
    for (int i = 0; i < noisy.length; i++) {
      long level = Math.round((face[i] & 0xFF) + stream.nextGaussian() * deviation);
      noisy[i] = (byte) Math.max(0, Math.min(255, level));
    }
    return noisy;
  }
}
