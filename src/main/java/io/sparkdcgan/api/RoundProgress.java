package io.sparkdcgan.api;

/**
 * A round that is over. A network that no step of the round trained has NaN for a loss.
 *
 * @param round completed rounds, this one among them
 * @param rounds after how many the run is complete
 * @param images real images that the round's workers trained on
 * @param imagesSeen real images that the run has trained on
 * @param seconds that the round took
 * @param discriminatorLoss mean over the round's steps
 * @param generatorLoss mean over the round's steps
 * @param judgedReal the discriminator's mean verdict on real images, 0 to 1
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
  /** Real images of all workers in a second. */
  public double imagesPerSecond() {
    return images / seconds;
  }
}
