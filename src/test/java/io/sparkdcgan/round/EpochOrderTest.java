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
  void everyEpochReadsEveryPictureOnce() {
    for (long epoch = 0; epoch < 4; epoch++) {
      List<String> pictures = pictures(ORDER, epoch * 15, 15);
      assertEquals(15, pictures.size());
      assertEquals(15, new TreeSet<>(pictures).size());
    }
  }

  @Test
  void epochsDifferInOrder() {
    assertNotEquals(pictures(ORDER, 0, 15), pictures(ORDER, 15, 15));
  }

  @Test
  void neighborsReadNeighboringPicturesWithoutGapOrOverlap() {
    List<String> whole = pictures(ORDER, 7, 40);
    List<String> parts = new ArrayList<>(pictures(ORDER, 7, 13));
    parts.addAll(pictures(ORDER, 20, 1));
    parts.addAll(pictures(ORDER, 21, 26));
    assertEquals(whole, parts);
  }

  @Test
  void roundLargerThanTheDataReadsItSeveralTimes() {
    assertEquals(100, pictures(ORDER, 3, 100).size());
    assertEquals(15, new TreeSet<>(pictures(ORDER, 3, 100)).size());
  }

  @Test
  void readsOnlyTheShardsThatItNeeds() {
    List<PictureSpan> spans = ORDER.spans(0, 4);
    assertEquals(1, spans.size());
    assertEquals(4, spans.get(0).count());
  }

  @Test
  void refusesEmptyData() {
    assertThrows(IllegalArgumentException.class, () -> new EpochOrder(1, List.of(0)));
  }

  private static List<String> pictures(EpochOrder order, long position, long count) {
    List<String> pictures = new ArrayList<>();
    for (PictureSpan span : order.spans(position, count)) {
      for (int index : span.indices(order.seed())) {
        pictures.add(span.shard() + "/" + index);
      }
    }
    return pictures;
  }
}
