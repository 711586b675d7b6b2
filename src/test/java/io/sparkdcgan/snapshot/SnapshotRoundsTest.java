package io.sparkdcgan.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SnapshotRoundsTest {
  @Test
  void fewRoundsAreAllNamed() {
    assertEquals("12", SnapshotRounds.names(List.of(12L)));
    assertEquals("1, 2, 3, 4, 5, 6, 7, 8", SnapshotRounds.names(until(8)));
  }

  @Test
  void ofManyTheMiddleIsLeftOutAndTheyAreCounted() {
    assertEquals("1, 2, 3, 4, ..., 6, 7, 8, 9 (9 in all)", SnapshotRounds.names(until(9)));
    assertEquals(
        "1, 2, 3, 4, ..., 297, 298, 299, 300 (300 in all)", SnapshotRounds.names(until(300)));
  }

  private static List<Long> until(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
