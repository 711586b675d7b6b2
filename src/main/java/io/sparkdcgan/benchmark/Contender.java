package io.sparkdcgan.benchmark;

/** One that is measured: it takes a turn, for example a step or a round, whenever it is asked. */
public interface Contender extends AutoCloseable {
  /** What tables and results call it. */
  String name();

  /** How many images one turn takes in, at least 1. */
  long images();

  /**
   * Takes a turn.
   *
   * @return how many seconds it took
   * @throws ContenderLost if it cannot go on; the others can
   */
  double turn();

  @Override
  void close();
}
