package io.sparkdcgan.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * That a run went wrong, and from where and how it goes on: {@code guard.json}.
 *
 * @param round completed rounds of the state it went back to; 0 for the one before the first round
 * @param alarm completed rounds at the alarm
 * @param reason a sentence
 * @param learningRate of every step from then on
 * @param seed of latents and orders from then on
 */
public record Rollback(long round, long alarm, String reason, double learningRate, long seed) {

  /** As it stands in the run's folder. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("round", round);
    fields.put("snapshot", round == 0 ? null : SnapshotStore.folder(round));
    fields.put("alarm", alarm);
    fields.put("reason", reason);
    fields.put("learningRate", learningRate);
    // As text: readers that take every number for a double would lose its last digits.
    fields.put("seed", String.valueOf(seed));
    return fields;
  }

  /** What these bytes hold, if they hold all of it. */
  static Optional<Rollback> parse(byte[] json) {
    return Json.object(json)
        .filter(object -> object.path("round").isIntegralNumber())
        .filter(object -> object.path("alarm").isIntegralNumber())
        .filter(object -> object.path("learningRate").isNumber())
        .filter(object -> object.path("seed").asText().matches("-?[0-9]{1,19}"))
        .map(Rollback::of);
  }

  private static Rollback of(JsonNode object) {
    return new Rollback(
        object.path("round").asLong(),
        object.path("alarm").asLong(),
        object.path("reason").asText(),
        object.path("learningRate").asDouble(),
        Long.parseLong(object.path("seed").asText()));
  }
}
