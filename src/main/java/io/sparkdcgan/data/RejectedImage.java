package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sparkdcgan.source.ImageName;

/** A line of the list of rejects: which image is not used, and why. Crosses Spark. */
@JsonPropertyOrder({"key", "label", "reason", "detail"})
public final class RejectedImage {
  private final String key;
  private final String label;
  private final String reason;
  private final String detail;

  /**
   * @param key where the image comes from
   * @param label its class, or the empty string
   * @param reason what it is counted under, such as {@code truncated}
   * @param detail what exactly was wrong, for people
   */
  @JsonCreator
  public RejectedImage(
      @JsonProperty(value = "key", required = true) String key,
      @JsonProperty(value = "label", required = true) String label,
      @JsonProperty(value = "reason", required = true) String reason,
      @JsonProperty(value = "detail", required = true) String detail) {
    this.key = key;
    this.label = label;
    this.reason = reason;
    this.detail = detail;
  }

  @JsonProperty
  public String key() {
    return key;
  }

  @JsonProperty
  public String label() {
    return label;
  }

  @JsonProperty
  public String reason() {
    return reason;
  }

  @JsonProperty
  public String detail() {
    return detail;
  }

  /** Where in its source it lies: its class, else the uppermost folder, else the empty string. */
  public String group() {
    return label.isEmpty() ? ImageName.label(key) : label;
  }
}
