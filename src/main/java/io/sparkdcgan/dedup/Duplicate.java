package io.sparkdcgan.dedup;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A line of the list of near-duplicates: an image that was removed. Crosses Spark.
 *
 * @param key where the image comes from
 * @param label its class, or the empty string
 * @param code the 32 hexadecimal digits of its code
 * @param duplicateOf key of the image that was kept instead
 * @param distance in how many units the two codes differ
 */
@JsonPropertyOrder({"key", "label", "code", "duplicateOf", "distance"})
public record Duplicate(String key, String label, String code, String duplicateOf, int distance) {}
