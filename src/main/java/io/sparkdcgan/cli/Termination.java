package io.sparkdcgan.cli;

import io.sparkdcgan.run.StopRequest;
import java.time.Duration;

/** How a process is told to end. */
interface Termination {
  /** For commands within another program. */
  Termination NEVER = (stop, grace) -> {};

  /**
   * From now on SIGTERM asks this to stop, and no longer ends the process at once; that happens
   * when the grace period is over and the command has not ended.
   */
  void asks(StopRequest stop, Duration grace);
}
