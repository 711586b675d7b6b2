package io.sparkdcgan.api;

/**
 * A round that is over. A network that no step of the round trained has NaN for a loss.
 *
 * @param round completed rounds, this one among them
 * @param rounds after how many the run is complete
 * @param images real pictures that the round's workers trained on
 * @param imagesSeen real pictures that the run has trained on
 * @param seconds that the round took
 * @param discriminatorLoss mean over the round's steps
 * @param generatorLoss mean over the round's steps
 * @param judgedReal the discriminator's mean verdict on real pictures, 0 to 1
 * @param judgedDrawn its mean verdict on drawn ones, 0 to 1
 */
public record RoundProgress(
    long round,
    long rounds,
    long images,
    long imagesSeen,
    double seconds,
    double discriminatorLoss,
    double generatorLoss,
    double judgedReal,
    double judgedDrawn) {
  /** Real pictures of all workers in a second. */
  public double imagesPerSecond() {
    return images / seconds;
  }
}
