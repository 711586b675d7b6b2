package io.sparkdcgan.artifact;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What held before a key existed. The {@code run.json} of an earlier version does not have it, and
 * its run goes on with this value.
 */
final class EarlierValues {
  private EarlierValues() {}

  /**
   * The value by which a run was trained whose configuration does not have the key, if there was
   * one.
   *
   * @param configuration of that run
   */
  static Optional<String> of(String key, SortedMap<String, String> configuration) {
    return switch (key) {
      case "network.spectral-norm" -> Optional.of("none");
      default -> Optional.empty();
    };
  }
}
