package io.sparkdcgan.run;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a run has been asked to stop, as by SIGTERM. One thread asks, others heed it. */
public final class StopRequest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile long since;

  /** Asks; only the first time counts. */
  public synchronized void ask() {
    if (!isAsked()) {
      since = System.nanoTime();
      asked.countDown();
    }
  }

  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Whether it was asked at least this long ago. */
  boolean isOlderThan(Duration age) {
    return isAsked() && System.nanoTime() - since >= age.toNanos();
  }

  /**
   * Goes on unless asked to stop.
   *
   * @throws Failure {@code PREEMPTED}
   */
  public void check() {
    if (isAsked()) {
      throw new Failure(ExitCode.PREEMPTED, "asked to stop (SIGTERM)");
    }
  }

  /**
   * Waits this long, or until asked to stop.
   *
   * @throws Failure {@code PREEMPTED} then
   */
  public void pause(Duration time) {
    try {
      if (asked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
