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
}
