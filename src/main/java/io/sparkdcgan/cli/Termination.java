package io.sparkdcgan.cli;

import io.sparkdcgan.run.StopRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a process is told to end. */
interface Termination {
  /** For commands within another program. */
  Termination NEVER = (stop, grace) -> {};

  /**
   * From now on SIGTERM asks this to stop, and no longer ends the process at once; that happens
   * when the grace period is over and the command has not ended.
   */
  void asks(StopRequest stop, Duration grace);

  /**
   * SIGTERM, caught before it becomes the JVM's shutdown. In a shutdown, Spark's hooks would stop the
   * context and Hadoop's close the file systems while the state is being saved, and the exit code
   * would be 143. Caught, it is an ordinary end: the loop stops, Spark is closed, the JSON line is
   * printed, and the process exits with 75.
   */
  final class Signal implements Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Signal.class);

    private final Runnable abandon;

    /**
     * @param abandon ends the process at once
     */
    Signal(Runnable abandon) {
      this.abandon = abandon;
    }

    @Override
    public void asks(StopRequest stop, Duration grace) {
      AtomicBoolean first = new AtomicBoolean(true);
      IrqHandler signal =
          new IrqHandler(
              IrqHandler.SIGTERM,
              interrupted -> {
                if (first.getAndSet(false)) {
                  LOG.warn("asked to stop (SIGTERM): ending within {} s", grace.toSeconds());
                  stop.ask("asked to stop (SIGTERM)");
                  endAfter(grace);
                }
              });
      try {
        signal.bind();
      } catch (IllegalArgumentException e) {
        LOG.warn("SIGTERM will end this process without a snapshot: {}", e.getMessage());
      }
    }

    /** Who sent the signal will not wait much longer. */
    private void endAfter(Duration grace) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  Thread.sleep(grace.toMillis());
                  abandon.run();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "grace-period");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
