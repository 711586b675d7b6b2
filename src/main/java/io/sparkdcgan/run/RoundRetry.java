package io.sparkdcgan.run;

import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.config.RunConfig.DurabilityConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.RoundFailedException;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
          try (Limit limit = Limit.of(workers, durability, stop)) {
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
          try (Limit limit = Limit.of(evaluation, stop)) {
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
        "%s could not be computed in %s takes (run.round-retries = %s), the last time since %s"
            .formatted(
                what, durability.roundRetries() + 1, durability.roundRetries(), last.getMessage()),
        last);
  }

  /**
   * Watches one take of a round from another thread, and has it given up when its deadline is over,
   * or when the run is asked to stop and half of the grace period is over; the other half is for
   * saving. An evaluation is given up at once then, since nothing of the training hangs on it. Says
   * so again and again until the take has ended: the first time there may be no job to cancel yet.
   */
  private static final class Limit implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);

    private final Consumer<String> cancel;
    private final int deadlineSeconds;
    private final Duration afterStop;
    private final StopRequest stop;
    private final long begin = System.nanoTime();
    private final ScheduledExecutorService watch;
    private final Future<?> looking;
    private boolean ended;

    private Limit(
        Consumer<String> cancel, int deadlineSeconds, Duration afterStop, StopRequest stop) {
      this.cancel = cancel;
      this.deadlineSeconds = deadlineSeconds;
      this.afterStop = afterStop;
      this.stop = stop;
      this.watch = Executors.newSingleThreadScheduledExecutor(Limit::daemon);
      this.looking =
          watch.scheduleWithFixedDelay(
              this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Limit of(Workers workers, DurabilityConfig durability, StopRequest stop) {
      return new Limit(
          workers::cancel,
          durability.roundDeadlineSeconds(),
          Duration.ofSeconds(durability.graceSeconds()).dividedBy(2),
          stop);
    }

    static Limit of(Evaluation evaluation, StopRequest stop) {
      return new Limit(evaluation::cancel, 0, Duration.ZERO, stop);
    }

    private synchronized void look() {
      if (ended) {
        return;
      }
      if (deadlineSeconds > 0
          && System.nanoTime() - begin >= Duration.ofSeconds(deadlineSeconds).toNanos()) {
        cancel.accept(
            "it was not done after run.round-deadline-seconds = %s".formatted(deadlineSeconds));
      } else if (stop.isOlderThan(afterStop)) {
        cancel.accept("asked to stop, and it would not end in time");
      }
    }

    /** From now on nothing is given up. */
    @Override
    public void close() {
      synchronized (this) {
        ended = true;
      }
      looking.cancel(false);
      watch.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
      Thread thread = new Thread(work, "round-limit");
      thread.setDaemon(true);
      return thread;
    }
  }
}
