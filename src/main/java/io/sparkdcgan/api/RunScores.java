package io.sparkdcgan.api;

import io.sparkdcgan.artifact.BestHint.Best;
import io.sparkdcgan.evaluation.Memorization;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores of a run's snapshots, and what to hold them against.
 *
 * @param reference what real images have
 * @param scores one for each snapshot, in the order in which they were given
 */
public record RunScores(ReferenceScore reference, List<SnapshotScore> scores) {
  public RunScores {
    scores = List.copyOf(scores);
  }

  /**
   * The round of the snapshot that is the best of them, by the rule of a training's {@code
   * best.json}: the lowest distance, noise after all others, of two alike the earlier one.
   *
   * @return empty if no distance is a number
   */
  public OptionalLong best() {
    return scores.stream()
        .filter(score -> Double.isFinite(score.swd()))
        .map(score -> Best.bySwd(score.round(), score.swd(), score.diversity()))
        .reduce((one, other) -> other.isBetterThan(one) ? other : one)
        .map(best -> OptionalLong.of(best.round()))
        .orElse(OptionalLong.empty());
  }

  /**
   * How good a snapshot's images are.
   *
   * @param round completed rounds at the snapshot
   * @param swd sliced Wasserstein distance to real images (Karras et al. 2018), times 1000, the
   *     mean over the levels. Lower is better
   * @param swdByLevel edge of the level in pixels to its distance
   * @param msSsim how alike the images are, from 0 to 1; well above real images' own is a collapse
   * @param diversity how unlike each other the images are, relative to the real ones: root of the
   *     mean squared distance of two of them; above 1.4 they are noise
   * @param nearest how near they come to images that were trained with
   * @param features how far they are from real ones by a network's features, if one was given
   */
  public record SnapshotScore(
      long round,
      double swd,
      SortedMap<Integer, Double> swdByLevel,
      double msSsim,
      double diversity,
      NearestScore nearest,
      Optional<FeatureScore> features) {
    public SnapshotScore {
      swdByLevel = Collections.unmodifiableSortedMap(new TreeMap<>(swdByLevel));
    }
  }

  /**
   * What a perfect generator would have: real images scored by other real ones.
   *
   * @param count how many images each of the two sets has. Distances of fewer images are larger: it
   *     is that of the snapshots' scores where there are twice as many real images, and half of it
   *     else
   * @param swd the noise floor of the sliced Wasserstein distance
   * @param swdByLevel edge of the level in pixels to its floor
   * @param msSsim how alike real images are
   * @param features the floor of the distances by features, if a network was given
   */
  public record ReferenceScore(
      int count,
      double swd,
      SortedMap<Integer, Double> swdByLevel,
      double msSsim,
      Optional<FeatureScore> features) {
    public ReferenceScore {
      swdByLevel = Collections.unmodifiableSortedMap(new TreeMap<>(swdByLevel));
    }
  }

  /**
   * Whether drawn images are copies of those that were trained with. Distances are root mean square
   * differences of a value, from 0 to 255, and each is to the nearest image of the training set.
   *
   * @param drawn median over the drawn images
   * @param real median over as many real images, each to another than itself
   * @param threshold half of {@code real}: what is nearer is called a near-duplicate
   * @param nearDuplicates how many of the drawn images are
   * @param realNearDuplicates how many of the real ones are
   */
  public record NearestScore(
      double drawn, double real, double threshold, int nearDuplicates, int realNearDuplicates) {

    static NearestScore of(Memorization found) {
      return new NearestScore(
          found.drawn(),
          found.real(),
          found.threshold(),
          found.nearDuplicates(),
          found.realNearDuplicates());
    }
  }

  /**
   * How far two sets of images are apart by what a network says of them. Lower is better.
   *
   * @param frechet the Frechet distance; only as many images compare
   * @param kernel the mean kernel distance of subsets, which may be below 0
   * @param kernelDeviation the deviation of the subsets' own; 0 where there is one subset
   */
  public record FeatureScore(double frechet, double kernel, double kernelDeviation) {}
}
