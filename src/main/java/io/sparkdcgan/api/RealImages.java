package io.sparkdcgan.api;

import io.sparkdcgan.api.RunScores.FeatureScore;
import io.sparkdcgan.api.RunScores.NearestScore;
import io.sparkdcgan.api.RunScores.ReferenceScore;
import io.sparkdcgan.api.RunScores.SnapshotScore;
import io.sparkdcgan.evaluation.Diversity;
import io.sparkdcgan.evaluation.FeatureMatrix;
import io.sparkdcgan.evaluation.FrechetDistance;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.KernelDistance;
import io.sparkdcgan.evaluation.Memorization;
import io.sparkdcgan.evaluation.MultiScaleSimilarity;
import io.sparkdcgan.evaluation.NearestSearch;
import io.sparkdcgan.evaluation.SlicedWasserstein;
import io.sparkdcgan.spark.scoring.FeatureJob;
import io.sparkdcgan.spark.scoring.ImageChoice;
import io.sparkdcgan.spark.scoring.NearestJob;
import java.util.Optional;

/** Real images that drawn ones are compared with, and what is computed of them only once. */
final class RealImages {
  private final long seed;
  private final ImageSet chosen;
  private final Optional<ImageSet> others;
  private final NearestJob nearest;
  private final double[] ownNearest;
  private final Optional<FeatureJob> features;
  private final Optional<FeatureMatrix> ownFeatures;

  /**
   * @param known {@code count} images to score with, or twice as many, the second half for the
   *     reference
   * @param features stays the caller's to close
   */
  RealImages(
      ImageChoice.Chosen known,
      int count,
      long seed,
      NearestJob nearest,
      Optional<FeatureJob> features) {
    this.seed = seed;
    this.nearest = nearest;
    this.features = features;
    ImageSet all = known.images();
    this.chosen = all.part(0, count);
    this.others = all.count() > count ? Optional.of(all.part(count, 2 * count)) : Optional.empty();
    this.ownNearest =
        nearest.distances(
            new NearestSearch(chosen, known.keys().subList(0, count).toArray(String[]::new)));
    this.ownFeatures = features.map(job -> job.of(chosen));
  }

  /** The scores of as many drawn images. */
  SnapshotScore score(long round, ImageSet drawn, WorkProgress progress) {
    SlicedWasserstein.Score swd = distance(chosen, drawn, progress.between(0, 0.5));
    progress.at("looking for copies", 0.5);
    double[] distances = nearest.distances(new NearestSearch(drawn));
    return new SnapshotScore(
        round,
        swd.mean(),
        swd.byLevel(),
        MultiScaleSimilarity.of(drawn),
        Diversity.relative(drawn, chosen),
        NearestScore.of(Memorization.of(distances, ownNearest)),
        features.map(job -> apart(ownFeatures.orElseThrow(), job.of(drawn))));
  }

  /** The scores of real images by other real ones, or of the halves where there are no others. */
  ReferenceScore reference(WorkProgress progress) {
    int half = chosen.count() / 2;
    ImageSet one = others.isEmpty() ? chosen.part(0, half) : chosen;
    ImageSet other = others.orElseGet(() -> chosen.part(half, 2 * half));
    SlicedWasserstein.Score swd = distance(one, other, progress);
    return new ReferenceScore(
        one.count(),
        swd.mean(),
        swd.byLevel(),
        MultiScaleSimilarity.of(chosen),
        features.map(job -> apart(job.of(one), job.of(other))));
  }

  private SlicedWasserstein.Score distance(ImageSet one, ImageSet other, WorkProgress progress) {
    Runnable steps = progress.steps("comparing patches", SlicedWasserstein.checkpoints(one.size()));
    return new SlicedWasserstein(seed, steps).between(one, other);
  }

  private FeatureScore apart(FeatureMatrix ours, FeatureMatrix others) {
    KernelDistance.Score kernel = new KernelDistance(seed).between(ours, others);
    return new FeatureScore(
        FrechetDistance.between(ours, others), kernel.mean(), kernel.deviation());
  }
}
