package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;

/** Who computes rounds: a cluster, or this process. The result does not depend on which. */
public interface Workers extends AutoCloseable {
  /**
   * Runs one round.
   *
   * @param start the state that every worker begins with
   * @param plan who reads what
   * @throws RoundFailedException if it could not be computed this time
   */
  RoundOutcome train(GanState start, RoundPlan plan);

  /**
   * Gives up the round that another thread has under way: it soon fails. Nothing happens if there
   * is none.
   *
   * @param reason what the {@link RoundFailedException} says
   */
  void cancel(String reason);

  @Override
  void close();
}
