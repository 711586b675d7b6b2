package io.sparkdcgan.artifact;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What held before a key existed. The {@code run.json} of an earlier version does not have it, and
 * its run goes on with this value.
 */
final class EarlierValues {
  private static final String MEAN = "averaging.generator-ema";
  private static final String MEAN_START = "averaging.generator-ema-start";

  private EarlierValues() {}

  /**
   * The value by which a run was trained whose configuration does not have the key, if there was
   * one.
   *
   * @param configuration of that run
   */
  static Optional<String> of(String key, SortedMap<String, String> configuration) {
    return switch (key) {
      case "training.generator-learning-rate", "training.discriminator-learning-rate" ->
          Optional.ofNullable(configuration.get("training.learning-rate"));
      case "training.augment", "network.spectral-norm" -> Optional.of("none");
      case MEAN_START -> Optional.of("all");
      default -> Optional.empty();
    };
  }

  /**
   * The values of those keys whose default was another in an earlier version, as a run was begun
   * with them: its recipe need not name them to go on with it. Whether a mean is kept at all is one
   * of them, and no more than that.
   *
   * @param configuration of that run
   */
  static Map<String, String> defaults(SortedMap<String, String> configuration) {
    SortedMap<String, String> defaults = new TreeMap<>();
    String mean = configuration.get(MEAN);
    if (mean != null && Double.parseDouble(mean) == 0) {
      defaults.put(MEAN, mean);
    }
    Optional.ofNullable(configuration.get(MEAN_START))
        .or(() -> of(MEAN_START, configuration))
        .ifPresent(start -> defaults.put(MEAN_START, start));
    return defaults;
  }
}
