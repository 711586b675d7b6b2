package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;

/** Who computes rounds: a cluster, or this process. The result does not depend on which. */
public interface Workers extends AutoCloseable {
  /**
   * Runs one round.
   *
   * @param start the state that every worker begins with
   * @param plan who reads what
   */
  RoundOutcome train(GanState start, RoundPlan plan);

  @Override
  void close();
}
