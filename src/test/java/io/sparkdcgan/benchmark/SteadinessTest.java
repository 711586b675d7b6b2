package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SteadinessTest {
  private final List<String> passedOn = new ArrayList<>();
  private final Steadiness steadiness =
      new Steadiness(
          new Alternation.Watcher() {
            @Override
            public void begins(List<String> names) {
              passedOn.addAll(names);
            }

            @Override
            public void alternated(String label, Map<String, Double> seconds) {
              passedOn.add(label);
            }

            @Override
            public void lost(String name, String reason) {
              passedOn.add(name + " lost: " + reason);
            }
          });

  @Test
  void comparesTheFirstFiftyTurnsWithTheLastFifty() {
    List<Double> seconds = new ArrayList<>(Collections.nCopies(60, 1.0));
    seconds.addAll(Collections.nCopies(70, 2.0));
    steadiness.alternated("1", Map.of());

    Map<String, Object> said = steadiness.said(new Measurements.Series(8, seconds));

    assertEquals(50, said.get("turns"));
    assertEquals(1.0, said.get("firstSeconds"));
    assertEquals(2.0, said.get("lastSeconds"));
    assertTrue(((List<?>) said.get("residentMegabytes")).stream().allMatch(mb -> (long) mb > 10));
  }

  @Test
  void aSingleTurnIsBothEnds() {
    steadiness.alternated("1", Map.of());
    Map<String, Object> said = steadiness.said(new Measurements.Series(8, List.of(3.0)));
    assertEquals(said.get("firstSeconds"), said.get("lastSeconds"));
  }

  @Test
  void whoeverWatchesAsWellHearsEverything() {
    steadiness.begins(List.of("libtorch"));
    steadiness.alternated("warm-up 1", Map.of());
    steadiness.lost("libtorch", "it crashed");
    assertEquals(List.of("libtorch", "warm-up 1", "libtorch lost: it crashed"), passedOn);
  }
}
