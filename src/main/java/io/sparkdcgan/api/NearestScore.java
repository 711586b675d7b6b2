package io.sparkdcgan.api;

import io.sparkdcgan.evaluation.Memorization;

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
