package io.sparkdcgan.run;

import io.sparkdcgan.round.RoundOutcome;

/** Is told how a run gets on, for whoever looks on. */
public interface RunWatcher {
  /** A snapshot is not gone on from; the sentence names it and what is wrong with it. */
  void passesOver(String sentence);

  /** The run goes on, though something of its records is lost; the sentence says what. */
  default void warns(String sentence) {}

  /**
   * Training begins.
   *
   * @param round completed rounds
   * @param rounds after how many the run is complete
   */
  void begins(long round, long rounds);

  /** A round diverged, and is taken once more with other images. */
  void repeats(long round, RoundOutcome.Diverged diverged);

  /** A round could not be computed for this reason, and is taken once more as it was. */
  void fails(long round, String reason);

  /** The run went wrong and goes on from an earlier state; the sentence says all of it. */
  default void goesBack(String sentence) {}

  /** The state after this many rounds is about to be scored, which may take long. */
  default void evaluates(long round) {}

  /** A round is over and kept. */
  void completed(CompletedRound round);
}
