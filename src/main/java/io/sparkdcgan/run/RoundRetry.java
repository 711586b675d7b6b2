package io.sparkdcgan.run;

import io.sparkdcgan.config.RunConfig.DurabilityConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.RoundFailedException;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Takes a round, and takes it again from its start if it could not be computed. A round is a pure
 * function of its start, so that nobody can tell afterward how many takes there were.
 */
final class RoundRetry {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 6;

  private final Workers workers;
  private final DurabilityConfig durability;
  private final StopRequest stop;
  private final Listener listener;

  /** Is told that a round could not be computed, and is taken once more. */
  interface Listener {
    void fails(long round, String reason);
  }

  RoundRetry(Workers workers, DurabilityConfig durability, StopRequest stop, Listener listener) {
    this.workers = workers;
    this.durability = durability;
    this.stop = stop;
    this.listener = listener;
  }

  /**
   * One round.
   *
   * @throws Failure {@code ROUNDS_FAILED} if no take came to an end, {@code PREEMPTED} if the run
   *     is asked to stop and this one would take too long
   */
  @SuppressWarnings("try")
  RoundOutcome take(GanState start, RoundPlan plan) {
    long round = start.progress().round() + 1;
    return taken(
        round,
        "round " + round,
        () -> {
          try (RoundLimit limit = RoundLimit.of(workers, durability, stop)) {
            return workers.train(start, plan);
          }
        });
  }

  /**
   * The scores of a state, taken again as a round is.
   *
   * @throws Failure as {@link #take}, {@code PREEMPTED} as soon as the run is asked to stop
   */
  @SuppressWarnings("try")
  Scores evaluate(GanState state, Evaluation evaluation) {
    stop.check();
    long round = state.progress().round();
    return taken(
        round,
        "the evaluation of round " + round,
        () -> {
          try (RoundLimit limit = RoundLimit.of(evaluation, stop)) {
            return evaluation.of(state);
          }
        });
  }

  private <T> T taken(long round, String what, Supplier<T> take) {
    for (int failures = 0; ; failures++) {
      try {
        return take.get();
      } catch (RoundFailedException e) {
        stop.check();
        if (failures == durability.roundRetries()) {
          throw spent(what, e);
        }
        listener.fails(round, e.getMessage());
      }
      stop.pause(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
    }
  }

  private Failure spent(String what, RoundFailedException last) {
    return new Failure(
        ExitCode.ROUNDS_FAILED,
        "%s could not be computed in %d takes (run.round-retries = %d), the last time since %s"
            .formatted(
                what, durability.roundRetries() + 1, durability.roundRetries(), last.getMessage()),
        last);
  }
}
