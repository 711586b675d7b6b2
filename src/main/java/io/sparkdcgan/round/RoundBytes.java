package io.sparkdcgan.round;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes a round moved.
 *
 * @param broadcast of the state that each executor fetches
 * @param train of the images that workers trained on, as uint8
 * @param shuffle that workers wrote for those who average, by Spark's task metrics
 * @param collect that reached the driver as task results, by Spark's task metrics
 * @param update of the state that the driver made of it, the outer optimizers' memory included
 */
public record RoundBytes(long broadcast, long train, long shuffle, long collect, long update) {

  /** The names that a run's log has for the phases, in its order. */
  public static List<String> phases() {
    return List.copyOf(new RoundBytes(0, 0, 0, 0, 0).byPhase().keySet());
  }

  /** By the names that a run's log has for them. */
  public Map<String, Long> byPhase() {
    Map<String, Long> phases = new LinkedHashMap<>();
    phases.put("broadcast", broadcast);
    phases.put("train", train);
    phases.put("shuffle", shuffle);
    phases.put("collect", collect);
    phases.put("update", update);
    return phases;
  }
}
