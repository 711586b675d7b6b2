package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  private static final EpochOrder ORDER = new EpochOrder(1, List.of(5, 4, 6));

  @Test
  void everyEpochReadsEveryImageOnce() {
    for (long epoch = 0; epoch < 4; epoch++) {
      List<String> images = images(ORDER, epoch * 15, 15);
      assertEquals(15, images.size());
      assertEquals(15, new TreeSet<>(images).size());
    }
  }

  @Test
  void epochsDifferInOrder() {
    assertNotEquals(images(ORDER, 0, 15), images(ORDER, 15, 15));
  }

  @Test
  void neighborsReadNeighboringImagesWithoutGapOrOverlap() {
    List<String> whole = images(ORDER, 7, 40);
    List<String> parts = new ArrayList<>(images(ORDER, 7, 13));
    parts.addAll(images(ORDER, 20, 1));
    parts.addAll(images(ORDER, 21, 26));
    assertEquals(whole, parts);
  }

  @Test
  void roundLargerThanTheDataReadsItSeveralTimes() {
    assertEquals(100, images(ORDER, 3, 100).size());
    assertEquals(15, new TreeSet<>(images(ORDER, 3, 100)).size());
  }

  @Test
  void readsOnlyTheShardsThatItNeeds() {
    List<ImageSpan> spans = ORDER.spans(0, 4);
    assertEquals(1, spans.size());
    assertEquals(4, spans.get(0).count());
  }

  @Test
  void refusesEmptyData() {
    assertThrows(IllegalArgumentException.class, () -> new EpochOrder(1, List.of(0)));
  }

  private static List<String> images(EpochOrder order, long position, long count) {
    List<String> images = new ArrayList<>();
    for (ImageSpan span : order.spans(position, count)) {
      for (int index : span.indices(order.seed())) {
        images.add(span.shard() + "/" + index);
      }
    }
    return images;
  }
}
