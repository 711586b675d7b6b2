package io.sparkdcgan.run;

import io.sparkdcgan.config.DurabilityConfig;
import io.sparkdcgan.round.Workers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches one take of a round from beside it, and has it given up when its deadline is over, or
 * when the run is asked to stop and half of the grace period is over; the other half is for saving.
 * Says so again and again until the take has ended: the first time there may be no job to cancel
 * yet.
 */
final class RoundLimit implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final Workers workers;
  private final DurabilityConfig durability;
  private final StopRequest stop;
  private final long begin = System.nanoTime();
  private final ScheduledExecutorService watch;
  private final Future<?> looking;
  private boolean ended;

  RoundLimit(Workers workers, DurabilityConfig durability, StopRequest stop) {
    this.workers = workers;
    this.durability = durability;
    this.stop = stop;
    this.watch = Executors.newSingleThreadScheduledExecutor(RoundLimit::daemon);
    this.looking =
        watch.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    if (ended) {
      return;
    }
    int deadline = durability.roundDeadlineSeconds();
    if (deadline > 0 && System.nanoTime() - begin >= Duration.ofSeconds(deadline).toNanos()) {
      workers.cancel("it was not done after run.round-deadline-seconds = %d".formatted(deadline));
    } else if (stop.isOlderThan(Duration.ofSeconds(durability.graceSeconds()).dividedBy(2))) {
      workers.cancel("asked to stop, and it would not end in time");
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
