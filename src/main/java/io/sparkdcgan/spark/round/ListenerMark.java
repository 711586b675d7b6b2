package io.sparkdcgan.spark.round;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListenerEvent;

/** An event of ours among Spark's: a listener that hears of it has heard of all before it. */
final class ListenerMark implements SparkListenerEvent {
  private final CountDownLatch heard = new CountDownLatch(1);

  void hear() {
    heard.countDown();
  }

  /** Waits; false if it was not heard of in time, or if the thread is interrupted and stays so. */
  boolean heardWithin(Duration patience) {
    try {
      return heard.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Not for Spark's event log, which would try to write it as JSON. */
  @Override
  public boolean logEvent() {
    return false;
  }
}
