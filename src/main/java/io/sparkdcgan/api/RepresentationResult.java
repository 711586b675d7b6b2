package io.sparkdcgan.api;

import io.sparkdcgan.evaluation.LinearSvm;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a representation test went.
 *
 * @param accuracy share of the test images whose class the SVM found by the discriminator's
 *     features, 0 to 1
 * @param dimensions features of an image
 * @param c the SVM's C that cross-validation chose
 * @param baselines the accuracy by other features
 * @param round completed rounds at the snapshot
 * @param trainImages images that the SVM learned from
 * @param testImages images whose class it was asked for
 */
public record RepresentationResult(
    double accuracy,
    int dimensions,
    double c,
    SortedMap<DcganFeatures.Baseline, Double> baselines,
    long round,
    int trainImages,
    int testImages) {

  public RepresentationResult {
    baselines = Collections.unmodifiableSortedMap(new TreeMap<>(baselines));
  }

  static RepresentationResult of(
      LinearSvm.Outcome ours,
      SortedMap<DcganFeatures.Baseline, LinearSvm.Outcome> others,
      long round,
      int trainImages,
      int testImages) {
    SortedMap<DcganFeatures.Baseline, Double> baselines = new TreeMap<>();
    others.forEach((baseline, outcome) -> baselines.put(baseline, outcome.accuracy()));
    return new RepresentationResult(
        ours.accuracy(), ours.dimensions(), ours.c(), baselines, round, trainImages, testImages);
  }
}
