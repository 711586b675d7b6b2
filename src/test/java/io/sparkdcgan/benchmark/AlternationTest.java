package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Medians and ratios of contenders whose seconds are given. */
final class AlternationTest {
  private final List<String> heard = new ArrayList<>();

  @Test
  void mediansLeaveTheWarmUpsOut() {
    Measurements measured = run(2, 3, new Given("own", 10, 90.0, 80.0, 3.0, 1.0, 2.0));
    assertEquals(List.of(3.0, 1.0, 2.0), measured.of("own").seconds());
    assertEquals(2.0, measured.of("own").medianSeconds());
    assertEquals(5.0, measured.of("own").imagesPerSecond());
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertEquals(2.5, run(0, 4, new Given("own", 1, 4.0, 1.0, 2.0, 3.0)).of("own").medianSeconds());
  }

  @Test
  void aRatioIsTakenWithinEachAlternation() {
    // The machine is twice as slow in the second alternation; medians of each would say 20 / 20.
    Measurements measured =
        run(0, 3, new Given("own", 1, 10.0, 20.0, 40.0), new Given("peer", 1, 15.0, 30.0, 20.0));
    assertEquals(1.5, measured.ratio("peer", "own"));
  }

  @Test
  void aRatioIsOfImagesNotOfTurns() {
    Measurements measured = run(0, 1, new Given("own", 4, 1.0), new Given("pair", 8, 1.6));
    assertEquals(0.8, measured.ratio("pair", "own"), 1e-12);
  }

  @Test
  void contendersTakeTurnsAndTheWatcherHearsOfEach() {
    run(1, 1, new Given("own", 1, 1.0, 2.0), new Given("peer", 1, 3.0, 4.0));
    assertEquals(
        List.of("begins [own, peer]", "warm-up 1 {own=1.0, peer=3.0}", "1 {own=2.0, peer=4.0}"),
        heard);
  }

  @Test
  void whoIsLostIsLeftOutAndTheOthersGoOn() {
    Measurements measured = run(0, 2, new Given("own", 1, 1.0, 2.0), new Given("peer", 1, 3.0));
    assertEquals(List.of(1.0, 2.0), measured.of("own").seconds());
    assertFalse(measured.has("peer"));
    assertEquals(
        List.of("begins [own, peer]", "1 {own=1.0, peer=3.0}", "peer: it fell", "2 {own=2.0}"),
        heard);
    assertThrows(IllegalArgumentException.class, () -> measured.ratio("peer", "own"));
  }

  private Measurements run(int warmUps, int measured, Contender... contenders) {
    return new Alternation(warmUps, measured)
        .run(
            List.of(contenders),
            new Alternation.Watcher() {
              @Override
              public void begins(List<String> names) {
                heard.add("begins " + names);
              }

              @Override
              public void alternated(String label, Map<String, Double> seconds) {
                heard.add(label + " " + seconds);
              }

              @Override
              public void lost(String name, String reason) {
                heard.add(name + ": " + reason);
              }
            });
  }
}
