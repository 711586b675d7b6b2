package io.sparkdcgan.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void sameNameGivesTheSameNumbersForever() {
    RandomStream stream = RandomStream.of(1, "latent", 2, 3);
    assertEquals(RandomStream.of(1, "latent", 2, 3).nextLong(), stream.nextLong());
    // A change of these values would break every run that is to be resumed.
    assertEquals(-543440040378069380L, RandomStream.of(42, "golden", 7).nextLong());
    assertEquals(1.5899344610590542, RandomStream.of(42, "golden", 7).nextGaussian());
  }

  @Test
  void everyPartOfTheNameMatters() {
    long drawn = RandomStream.of(1, "latent", 2, 3).nextLong();
    assertNotEquals(drawn, RandomStream.of(2, "latent", 2, 3).nextLong());
    assertNotEquals(drawn, RandomStream.of(1, "order", 2, 3).nextLong());
    assertNotEquals(drawn, RandomStream.of(1, "latent", 3, 2).nextLong());
    assertNotEquals(drawn, RandomStream.of(1, "latent", 2).nextLong());
  }

  @Test
  void gaussiansHaveMeanZeroAndDeviationOne() {
    RandomStream stream = RandomStream.of(5, "gaussian");
    double sum = 0;
    double squares = 0;
    int count = 200_000;
    for (int i = 0; i < count; i++) {
      double drawn = stream.nextGaussian();
      sum += drawn;
      squares += drawn * drawn;
    }
    assertEquals(0, sum / count, 0.01);
    assertEquals(1, squares / count, 0.01);
  }

  @Test
  void wholeNumbersAreEquallyLikely() {
    RandomStream stream = RandomStream.of(6, "dice");
    int[] counts = new int[6];
    for (int i = 0; i < 60_000; i++) {
      counts[stream.nextInt(6)]++;
    }
    for (int count : counts) {
      assertEquals(10_000, count, 400);
    }
  }

  @Test
  void permutationHoldsEveryNumberOnce() {
    int[] order = RandomStream.of(7, "order").permutation(1000);
    assertTrue(Arrays.stream(order).limit(10).anyMatch(number -> number > 9));
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      assertEquals(i, sorted[i]);
    }
  }
}
