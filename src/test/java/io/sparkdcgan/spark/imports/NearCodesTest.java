package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.dedup.ImageCode;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.spark.ShuffleKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Which pairs are found, and which image of them stays. */
class NearCodesTest {
  @Test
  void everyPairOfNearCodesIsFoundOnce() {
    RandomStream chance = RandomStream.of(1, "codes");
    List<Tuple2<ShuffleKey, ImageCode>> images = new ArrayList<>();
    for (int family = 0; family < 40; family++) {
      long[] halves = {chance.nextLong(), chance.nextLong()};
      for (int member = 0; member < 5; member++) {
        // members of a family are from 0 to 12 units apart
        for (int flip = 0; flip < 3; flip++) {
          halves[chance.nextInt(2)] ^= 1L << chance.nextInt(64);
        }
        images.add(
            new Tuple2<>(
                place(chance.nextLong(), family + "/" + member),
                new ImageCode(halves[0], halves[1])));
      }
    }
    Set<String> expected = new TreeSet<>();
    for (Tuple2<ShuffleKey, ImageCode> later : images) {
      for (Tuple2<ShuffleKey, ImageCode> earlier : images) {
        int distance = later._2.distance(earlier._2);
        if (earlier._1.compareTo(later._1) < 0 && distance <= ImageCode.NEAR) {
          expected.add(later._1.key() + " " + earlier._1.key() + " " + distance);
        }
      }
    }

    List<String> found = new ArrayList<>();
    new NearCodes(
            images.stream()
                .flatMap(
                    image ->
                        IntStream.range(0, ImageCode.BANDS)
                            .mapToObj(
                                index ->
                                    new Tuple2<>(
                                        NearCodes.Band.of(index, image._2, image._1), image._2)))
                .sorted((one, other) -> one._1.compareTo(other._1))
                .iterator())
        .forEachRemaining(
            pair ->
                found.add(pair.later().key() + " " + pair.earlier().key() + " " + pair.distance()));
    assertTrue(expected.size() >= 160, expected.size() + " pairs");
    assertEquals(List.copyOf(expected), found.stream().sorted().toList());
  }

  @Test
  void inAChainOnlyWhatIsNearToAKeptImageGoes() {
    // 1 - 2 - 3 - 4: each is near to its neighbors alone
    KeptInstead kept = kept(near(4, 3), near(3, 2), near(2, 1));
    assertFalse(kept.isRemoved(place(1)));
    assertTrue(kept.isRemoved(place(2)));
    assertFalse(kept.isRemoved(place(3)));
    assertTrue(kept.isRemoved(place(4)));
    assertEquals(place(1), kept.insteadOf(place(2)));
    assertEquals(place(3), kept.insteadOf(place(4)));
    assertEquals(5, kept.distance(place(4)));
    assertEquals(0, kept.distance(place(3)));
  }

  @Test
  void ofSeveralThatAreKeptTheEarliestCounts() {
    KeptInstead kept = kept(near(5, 4), near(5, 2), near(5, 3), near(3, 2));
    assertEquals(place(2), kept.insteadOf(place(5)));
    assertEquals(place(2), kept.insteadOf(place(3)));
  }

  @Test
  void theDriverRemembersNoMoreThanItHasRoomFor() {
    List<NearCodes.Pair> near = List.of(near(2, 1), near(3, 1), near(4, 1));
    assertTrue(KeptInstead.of(near.iterator(), 3).isRemoved(place(4)));
    Failure failure = assertThrows(Failure.class, () -> KeptInstead.of(near.iterator(), 2));
    assertEquals(ExitCode.DATA, failure.code());
    assertTrue(
        failure.getMessage().startsWith("more than 2 images")
            && failure.getMessage().endsWith("--dedup"),
        failure::getMessage);
  }

  @Test
  void anImageThatSharesItsHashWithARemovedOneStays() {
    long[] all = {-3, 5, 5, 5, 8, 9};
    RemovedImages removed =
        RemovedImages.of(List.of(place(5, "b"), place(9, "x"), place(5, "c")).iterator(), all);
    assertEquals(3, removed.count());
    assertTrue(removed.contains(place(5, "b")) && removed.contains(place(5, "c")));
    assertTrue(removed.contains(place(9, "x")));
    assertFalse(removed.contains(place(5, "a")));
    assertFalse(removed.contains(place(8, "x")));
    assertArrayEquals(new long[] {-3, 5, 8}, removed.left(all));
    assertArrayEquals(all, RemovedImages.NONE.left(all));
  }

  private static KeptInstead kept(NearCodes.Pair... near) {
    return KeptInstead.of(
        Stream.of(near).sorted(Comparator.comparing(NearCodes.Pair::later)).iterator());
  }

  private static NearCodes.Pair near(long later, long earlier) {
    return new NearCodes.Pair(place(later), place(earlier), (int) later + (int) earlier - 2);
  }

  private static ShuffleKey place(long hash) {
    return place(hash, String.valueOf(hash));
  }

  private static ShuffleKey place(long hash, String key) {
    return new ShuffleKey(hash, key);
  }
}
