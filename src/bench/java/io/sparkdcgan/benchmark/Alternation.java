package io.sparkdcgan.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contenders that take turns, one after the other and then all over again. A machine's speed
 * changes by a factor of two with its neighbors, so that figures compare within an alternation
 * only.
 *
 * @param warmUps alternations that are not measured, at least 0
 * @param measured alternations that are, at least 1
 */
record Alternation(int warmUps, int measured) {

  /** Hears of turns as they end. */
  interface Watcher {
    /** These will take turns, in this order. */
    void begins(List<String> names);

    /** All have taken one more turn: seconds by name; not there is who was lost. */
    void alternated(String label, Map<String, Double> seconds);

    /** One will take no more turns. */
    void lost(String name, String reason);
  }

  /**
   * Has them take all their turns. Who is lost on the way is left out of the result.
   *
   * @param contenders of different names; they stay open
   */
  Measurements run(List<? extends Contender> contenders, Watcher watcher) {
    List<Contender> present = new ArrayList<>(contenders);
    watcher.begins(present.stream().map(Contender::name).toList());
    for (int i = 0; i < warmUps; i++) {
      watcher.alternated("warm-up " + (i + 1), alternate(present, watcher));
    }
    List<Map<String, Double>> rows = new ArrayList<>();
    for (int i = 0; i < measured; i++) {
      rows.add(alternate(present, watcher));
      watcher.alternated(String.valueOf(i + 1), rows.get(i));
    }
    Map<String, Measurements.Series> series = new LinkedHashMap<>();
    for (Contender contender : present) {
      List<Double> seconds = rows.stream().map(row -> row.get(contender.name())).toList();
      series.put(contender.name(), new Measurements.Series(contender.images(), seconds));
    }
    return new Measurements(series);
  }

  private static Map<String, Double> alternate(List<Contender> present, Watcher watcher) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (Contender contender : List.copyOf(present)) {
      try {
        seconds.put(contender.name(), contender.turn());
      } catch (Contender.Lost lost) {
        present.remove(contender);
        watcher.lost(contender.name(), lost.getMessage());
      }
    }
    return seconds;
  }
}
