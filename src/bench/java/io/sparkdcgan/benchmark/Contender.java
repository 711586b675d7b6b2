package io.sparkdcgan.benchmark;

/** One that is measured: it takes a turn, for example a step or a round, whenever it is asked. */
interface Contender extends AutoCloseable {
  /** What tables and results call it. */
  String name();

  /** How many images one turn takes in, at least 1. */
  long images();

  /**
   * Takes a turn.
   *
   * @return how many seconds it took
   * @throws Lost if it cannot go on; the others can
   */
  double turn();

  @Override
  void close();

  /** It can take no more turns, and in one sentence why. */
  final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost(String sentence) {
      super(sentence);
    }

    Lost(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }
}
