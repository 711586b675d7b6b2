package io.sparkdcgan.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.Json;
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
@JsonPropertyOrder({"round", "snapshot", "alarm", "reason", "learningRate", "seed"})
public record Rollback(
    long round,
    long alarm,
    String reason,
    double learningRate,
    // As text: readers that take every number for a double would lose its last digits.
    @JsonFormat(shape = JsonFormat.Shape.STRING) long seed) {

  @JsonCreator
  static Rollback of(
      @JsonProperty(value = "round", required = true) Long round,
      @JsonProperty(value = "alarm", required = true) Long alarm,
      @JsonProperty("reason") String reason,
      @JsonProperty(value = "learningRate", required = true) Double learningRate,
      @JsonProperty(value = "seed", required = true) String seed) {
    String why = reason == null ? "" : reason;
    return new Rollback(round, alarm, why, learningRate, Long.parseLong(seed));
  }

  /** The folder of the snapshot that it went back to; null for the state before the first round. */
  @JsonProperty
  String snapshot() {
    return round == 0 ? null : SnapshotStore.folder(round);
  }

  /** What these bytes hold, if they hold all of it. */
  static Optional<Rollback> parse(byte[] json) {
    return Json.read(json, Rollback.class);
  }
}
