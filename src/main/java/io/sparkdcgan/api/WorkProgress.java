package io.sparkdcgan.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stretch of some work, and who is told how it gets on.
 *
 * @param from share of all the work that is done when the stretch begins
 * @param to share that is done when it ends
 */
record WorkProgress(WorkListener listener, double from, double to) {
  private static final Logger LOG = LoggerFactory.getLogger(WorkProgress.class);

  /** Nobody is told. */
  static final WorkListener UNHEARD = (part, share) -> {};

  /** All of the work. */
  static WorkProgress of(WorkListener listener) {
    return new WorkProgress(listener, 0, 1);
  }

  /** One of as many equal parts, from 0 on. */
  WorkProgress part(int index, int parts) {
    return between((double) index / parts, (index + 1.0) / parts);
  }

  /** What lies between two shares of the stretch. */
  WorkProgress between(double first, double last) {
    return new WorkProgress(listener, share(first), share(last));
  }

  /**
   * So much of the stretch is done.
   *
   * @param part what is being done
   * @param done share of the stretch, 0 to 1
   */
  void at(String part, double done) {
    try {
      listener.at(part, share(Math.max(0, Math.min(1, done))));
    } catch (RuntimeException e) {
      LOG.warn("the listener failed, and the work goes on", e);
    }
  }

  /** Counts steps of the stretch, of which there are so many. */
  Runnable steps(String part, int steps) {
    int[] done = {0};
    return () -> at(part, (double) done[0]++ / steps);
  }

  private double share(double done) {
    return from + done * (to - from);
  }
}
