package io.sparkdcgan.cli;

import io.sparkdcgan.launch.LauncherWatch;
import io.sparkdcgan.run.StopRequest;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.apache.spark.SparkUserAppException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where spark-submit enters. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws SparkUserAppException {
    LauncherWatch.start();
    PrintStream resultOutput = ResultLine.claimStandardOutput();
    Dcgan dcgan = new Dcgan();
    Invocation invocation = Invocation.of(dcgan, resultOutput, System.err);
    invocation.alsoTell(
        line -> ResultLine.Place.ofThisDriver().ifPresent(place -> place.leave(line)));
    dcgan.termination = new TerminationSignal(invocation::abandon);
    end(invocation.run(args));
  }

  private static void end(int exitCode) throws SparkUserAppException {
    if (!isYarnsOwn()) {
      System.exit(exitCode);
    }
    // Within YARN's application master any exit is a failure, that with 0 too.
    if (exitCode != 0) {
      throw new SparkUserAppException(exitCode);
    }
  }

  private static boolean isYarnsOwn() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /**
   * SIGTERM, caught before it becomes the JVM's shutdown. In a shutdown, Spark's hooks would stop
   * the context and Hadoop's close the file systems while the state is being saved, and the exit
   * code would be 143. Caught, it is an ordinary end: the loop stops, Spark is closed, the JSON
   * line is printed, and the process exits with 75.
   */
  private static final class TerminationSignal implements Dcgan.Termination {
    private static final Logger LOG = LoggerFactory.getLogger(TerminationSignal.class);

    private final Runnable abandon;

    /**
     * @param abandon ends the process at once
     */
    TerminationSignal(Runnable abandon) {
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
