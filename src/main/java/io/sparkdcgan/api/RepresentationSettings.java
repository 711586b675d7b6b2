package io.sparkdcgan.api;

import io.sparkdcgan.api.DcganFeatures.Baseline;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a representation test is made.
 *
 * @param trainImages the most images to learn from
 * @param testImages the most images to ask for
 * @param baselines what else is tested
 * @param centroids of k-means
 * @param round the snapshot; the newest if empty
 * @param seed names all that is drawn
 */
record RepresentationSettings(
    int trainImages,
    int testImages,
    Set<Baseline> baselines,
    int centroids,
    OptionalLong round,
    long seed) {

  static RepresentationSettings ofDefaults() {
    return new RepresentationSettings(
        10_000,
        10_000,
        EnumSet.of(Baseline.PIXELS, Baseline.UNTRAINED),
        400,
        OptionalLong.empty(),
        1);
  }

  RepresentationSettings limits(int trainImages, int testImages) {
    return new RepresentationSettings(trainImages, testImages, baselines, centroids, round, seed);
  }

  RepresentationSettings baselines(Set<Baseline> baselines) {
    return new RepresentationSettings(
        trainImages, testImages, Set.copyOf(baselines), centroids, round, seed);
  }

  RepresentationSettings centroids(int centroids) {
    return new RepresentationSettings(trainImages, testImages, baselines, centroids, round, seed);
  }

  RepresentationSettings after(long round) {
    return new RepresentationSettings(
        trainImages, testImages, baselines, centroids, OptionalLong.of(round), seed);
  }

  RepresentationSettings seed(long seed) {
    return new RepresentationSettings(trainImages, testImages, baselines, centroids, round, seed);
  }
}
