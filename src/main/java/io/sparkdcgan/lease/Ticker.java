package io.sparkdcgan.lease;

import java.time.Duration;

/** Time as a claimant sees it: a clock that only goes forward, and waiting. */
interface Ticker {
  /** Nanoseconds since some moment. */
  long nanos();

  /** Waits; may throw instead, if whoever waits is asked to stop. */
  void pause(Duration time);
}
