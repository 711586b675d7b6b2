package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sparkdcgan.source.ImageName;

/**
 * A line of the list of rejects: which image is not used, and why. Crosses Spark.
 *
 * @param key where the image comes from
 * @param label its class, or the empty string
 * @param reason what it is counted under, such as {@code truncated}
 * @param detail what exactly was wrong, for people
 */
@JsonPropertyOrder({"key", "label", "reason", "detail"})
public record RejectedImage(
    @JsonProperty(required = true) String key,
    @JsonProperty(required = true) String label,
    @JsonProperty(required = true) String reason,
    @JsonProperty(required = true) String detail) {
  /** Where in its source it lies: its class, else the uppermost folder, else the empty string. */
  public String group() {
    return label.isEmpty() ? ImageName.label(key) : label;
  }
}
