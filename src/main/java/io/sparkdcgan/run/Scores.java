package io.sparkdcgan.run;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.evaluation.Diversity;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.SlicedWasserstein;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an evaluation found.
 *
 * @param swd sliced Wasserstein distance of drawn images to real ones, times 1000; lower is better
 * @param swdByLevel edge of the pyramid's level in pixels to its distance
 * @param diversity of the drawn images, relative to that of the real ones
 * @param accuracyReal share of the real images that the discriminator takes for real, 0 to 1
 * @param accuracyDrawn share of the drawn images that it takes for drawn, 0 to 1
 * @param images how many drawn, and as many real ones
 * @param heldOut whether no worker ever trains on the real ones
 */
public record Scores(
    double swd,
    SortedMap<Integer, Double> swdByLevel,
    double diversity,
    double accuracyReal,
    double accuracyDrawn,
    int images,
    boolean heldOut) {

  public Scores {
    swdByLevel = Collections.unmodifiableSortedMap(new TreeMap<>(swdByLevel));
  }

  /** Asks the discriminator for the share of these images that it takes for real ones. */
  @FunctionalInterface
  public interface Judge {
    double realShare(ImageSet images);
  }

  /**
   * Compares as many drawn images with real ones.
   *
   * @param seed names patches and directions
   * @param checkpoint is called between parts of the work; what it throws ends it
   */
  public static Scores of(
      ImageSet real, ImageSet drawn, Judge judge, long seed, boolean heldOut, Runnable checkpoint) {
    SlicedWasserstein.Score distance = new SlicedWasserstein(seed, checkpoint).between(real, drawn);
    return new Scores(
        distance.mean(),
        distance.byLevel(),
        Diversity.relative(drawn, real),
        judge.realShare(real),
        1 - judge.realShare(drawn),
        real.count(),
        heldOut);
  }

  /** As they stand in the line of their round. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(MetricsLog.SWD, swd);
    fields.put("swdByLevel", swdByLevel);
    fields.put(MetricsLog.DIVERSITY, diversity);
    fields.put("accuracyReal", accuracyReal);
    fields.put("accuracyDrawn", accuracyDrawn);
    fields.put("pictures", images);
    fields.put("heldOut", heldOut);
    return fields;
  }
}
