package io.sparkdcgan.run;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a run has been asked to stop. Any thread asks, the one that trains heeds it. */
public final class StopRequest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private String sentence;
  private volatile long since;

  /** Asks; only the first time counts. */
  public void ask() {
    ask("asked to stop");
  }

  /**
   * The same for a reason.
   *
   * @param why what the run's end will say, for example {@code asked to stop (SIGTERM)}
   */
  public synchronized void ask(String why) {
    if (!isAsked()) {
      since = System.nanoTime();
      sentence = why;
      asked.countDown();
    }
  }

  /** Whether anybody has. */
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
      throw new Failure(ExitCode.PREEMPTED, sentence);
    }
  }

  /**
   * Waits this long, or until asked to stop.
   *
   * @throws Failure {@code PREEMPTED} then, or if the thread is interrupted
   */
  public void pause(Duration time) {
    try {
      if (asked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      throw new Failure(ExitCode.PREEMPTED, "the thread that trains was interrupted", e);
    }
  }
}
