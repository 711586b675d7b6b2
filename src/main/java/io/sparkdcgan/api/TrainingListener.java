package io.sparkdcgan.api;

/**
 * Is told how a training gets on, on the thread that trains: what takes long here holds the
 * training up. What it throws is logged, and the training goes on.
 */
@FunctionalInterface
public interface TrainingListener {
  /** A round is over and kept. */
  void completed(RoundProgress round);

  /**
   * Training begins; not called for a run that is already complete.
   *
   * @param round completed rounds
   * @param rounds after how many the run is complete
   */
  default void begins(long round, long rounds) {}

  /**
   * The state after this many rounds is about to be scored, which may take long; the round is
   * completed after that.
   */
  default void evaluates(long round) {}

  /**
   * Something went wrong that the run got over, and that was logged: a snapshot is damaged, a round
   * is taken once more, a worker was left out of a round.
   *
   * @param sentence for people
   */
  default void warns(String sentence) {}

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
  record RoundProgress(
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
}
