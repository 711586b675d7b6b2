package io.sparkdcgan.evaluation;

import java.io.Serializable;
import java.util.Optional;

/**
 * What a feature model wants that it cannot say itself.
 *
 * @param low what level 0 of an image becomes
 * @param high what level 255 becomes
 * @param output name of the output to take; empty if there is only one
 */
public record FeatureInput(float low, float high, String output) implements Serializable {
  private static final long serialVersionUID = 1;

  /** Values in [-1, 1] and the only output. */
  public static final FeatureInput USUAL = new FeatureInput(-1, 1, "");

  Optional<String> namedOutput() {
    return output.isEmpty() ? Optional.empty() : Optional.of(output);
  }

  /** The value of an unsigned byte. */
  float value(byte level) {
    return low + (level & 0xFF) / 255f * (high - low);
  }
}
