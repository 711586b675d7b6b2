package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The nearest images themselves; {@link MemorizationTest} has their distances. */
class NearestSearchTest {
  private static final int SIZE = 16;

  @Test
  void theNearestAreThoseOfSortingAllInWhateverOrderTheyAreShown() throws Exception {
    List<byte[]> stored = new ArrayList<>(ToyImages.of(0, 60, SIZE));
    // twins, of which the key decides
    stored.set(50, stored.get(3));
    stored.set(20, stored.get(3));
    byte[] given = ToyImages.of(100, 1, SIZE).get(0);
    NearestSearch search =
        new NearestSearch(ImageSet.of(List.of(given, stored.get(3)), SIZE)).forImages(7, true);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
    List<NearestFound> all = new ArrayList<>(List.of(shown(search, stored, order)));
    Collections.reverse(order);
    all.add(shown(search, stored, order));
    NearestFound first = shown(search, stored, order.subList(0, 4));
    NearestFound second = shown(search, stored, order.subList(4, 60));
    all.addAll(List.of(first.merged(second), second.merged(first)));
    for (NearestFound found : all) {
      assertEquals(sorted(given, stored), keys(found, 0));
      assertEquals(List.of("103", "120", "150"), keys(found, 1).subList(0, 3));
      assertArrayEquals(stored.get(3), found.images().get(1).get(2).pixels());
    }
  }

  @Test
  void equalImagesCountOnlyIfTheyAreToAndThereMayBeFewerThanWanted() throws Exception {
    List<byte[]> stored = ToyImages.of(0, 3, SIZE);
    NearestSearch search = new NearestSearch(ImageSet.of(stored.subList(0, 1), SIZE));
    List<Integer> all = List.of(0, 1, 2);
    assertEquals(3, keys(shown(search.forImages(5, true), stored, all), 0).size());
    List<String> others = keys(shown(search.forImages(5, false), stored, all), 0);
    assertEquals(List.of("101", "102"), others.stream().sorted().toList());
    assertThrows(IllegalArgumentException.class, () -> search.forImages(0, true));
  }

  private static NearestFound shown(
      NearestSearch search, List<byte[]> stored, List<Integer> order) {
    NearestFound found = search.nothing();
    order.forEach(i -> search.show(String.valueOf(100 + i), stored.get(i), 0, found));
    return found;
  }

  private static List<String> keys(NearestFound found, int image) {
    return found.images().get(image).stream().map(NearImage::key).toList();
  }

  private static List<String> sorted(byte[] given, List<byte[]> stored) {
    return IntStream.range(0, stored.size())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer i) -> squared(given, stored.get(i)))
                .thenComparing(i -> i))
        .limit(7)
        .map(i -> String.valueOf(100 + i))
        .toList();
  }

  private static long squared(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      int difference = (one[i] & 0xFF) - (other[i] & 0xFF);
      sum += (long) difference * difference;
    }
    return sum;
  }
}
