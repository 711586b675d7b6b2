package io.sparkdcgan.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * {@code best.json}: which snapshot scored best, as {@code {"round": 120}}. Only a hint, written by
 * whoever scores snapshots; training keeps the one that it names.
 */
public final class BestHint {
  private static final String KEY = "best.json";
  private static final int MAX_BYTES = 1 << 16;

  private final ObjectStore run;

  /**
   * The hint of one run.
   *
   * @param run the run's folder
   */
  public BestHint(ObjectStore run) {
    this.run = run;
  }

  /** The round that it names; empty if there is no hint or it names none. */
  public OptionalLong round() {
    return run.find(KEY, MAX_BYTES)
        .flatMap(Json::object)
        .map(hint -> hint.path("round"))
        .filter(JsonNode::isIntegralNumber)
        .filter(JsonNode::canConvertToLong)
        .map(round -> OptionalLong.of(round.asLong()))
        .orElse(OptionalLong.empty());
  }
}
