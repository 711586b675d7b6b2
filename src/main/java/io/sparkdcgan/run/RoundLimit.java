package io.sparkdcgan.run;

import io.sparkdcgan.config.RunConfig.DurabilityConfig;
import io.sparkdcgan.round.Workers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Watches one take of a round from beside it, and has it given up when its deadline is over, or
 * when the run is asked to stop and half of the grace period is over; the other half is for saving.
 * An evaluation is given up at once then, since nothing of the training hangs on it. Says so again
 * and again until the take has ended: the first time there may be no job to cancel yet.
 */
final class RoundLimit implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final Consumer<String> cancel;
  private final int deadlineSeconds;
  private final Duration afterStop;
  private final StopRequest stop;
  private final long begin = System.nanoTime();
  private final ScheduledExecutorService watch;
  private final Future<?> looking;
  private boolean ended;

  private RoundLimit(
      Consumer<String> cancel, int deadlineSeconds, Duration afterStop, StopRequest stop) {
    this.cancel = cancel;
    this.deadlineSeconds = deadlineSeconds;
    this.afterStop = afterStop;
    this.stop = stop;
    this.watch = Executors.newSingleThreadScheduledExecutor(RoundLimit::daemon);
    this.looking =
        watch.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  static RoundLimit of(Workers workers, DurabilityConfig durability, StopRequest stop) {
    return new RoundLimit(
        workers::cancel,
        durability.roundDeadlineSeconds(),
        Duration.ofSeconds(durability.graceSeconds()).dividedBy(2),
        stop);
  }

  static RoundLimit of(Evaluation evaluation, StopRequest stop) {
    return new RoundLimit(evaluation::cancel, 0, Duration.ZERO, stop);
  }

  private synchronized void look() {
    if (ended) {
      return;
    }
    if (deadlineSeconds > 0
        && System.nanoTime() - begin >= Duration.ofSeconds(deadlineSeconds).toNanos()) {
      cancel.accept(
          "it was not done after run.round-deadline-seconds = %d".formatted(deadlineSeconds));
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
