package io.sparkdcgan.dedup;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** A line of the list of near-duplicates: an image that was removed. Crosses Spark. */
@JsonPropertyOrder({"key", "label", "code", "duplicateOf", "distance"})
public final class Duplicate {
  private final String key;
  private final String label;
  private final String code;
  private final String duplicateOf;
  private final int distance;

  /**
   * @param key where the image comes from
   * @param label its class, or the empty string
   * @param code its code
   * @param duplicateOf key of the image that was kept instead
   * @param distance in how many units the two codes differ
   */
  public Duplicate(String key, String label, ImageCode code, String duplicateOf, int distance) {
    this.key = key;
    this.label = label;
    this.code = code.toString();
    this.duplicateOf = duplicateOf;
    this.distance = distance;
  }

  @JsonProperty
  public String key() {
    return key;
  }

  @JsonProperty
  public String label() {
    return label;
  }

  /** The code's 32 hexadecimal digits. */
  @JsonProperty
  public String code() {
    return code;
  }

  @JsonProperty
  public String duplicateOf() {
    return duplicateOf;
  }

  @JsonProperty
  public int distance() {
    return distance;
  }
}
