package io.sparkdcgan.cli;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.spark.JobContext;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a command ends when its process is told to. Training is asked and has its grace period. Of
 * any other command that has a Spark context the jobs are cancelled, so that it fails at its next
 * step, gives back what it holds and closes the context; if it has not ended soon, it is abandoned.
 * One without a context is abandoned at once: what it wrote so far is no more than a kill leaves.
 */
final class CommandStop implements Dcgan.Termination, TerminationSignals.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(CommandStop.class);

  /** How long a command that keeps nothing may take to close its context. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final long EVERY_MILLIS = 50;

  private final Invocation invocation;
  private final SparkLog log;
  private Optional<StopRequest> training = Optional.empty();
  private Duration grace = GRACE;
  private volatile String why = "";

  CommandStop(Invocation invocation, SparkLog log) {
    this.invocation = invocation;
    this.log = log;
  }

  @Override
  public synchronized void asks(StopRequest stop, Duration time) {
    training = Optional.of(stop);
    grace = time;
  }

  /** The command's end is told: what fails while the process is taken down interests nobody. */
  void ended() {
    log.silence();
  }

  /** Why a command failed that has no word of its own for that, or the empty string. */
  synchronized String why() {
    return training.isEmpty() ? why : "";
  }

  @Override
  public void told(String reason, boolean again) {
    if (again) {
      invocation.abandon(reason + " again: the command was not waited for");
    } else if (!invocation.isFinished() && begin(reason)) {
      await();
    }
  }

  /** Whether the command is asked to end, and has not ended yet. */
  private synchronized boolean begin(String reason) {
    if (!why.isEmpty()) {
      return false;
    }
    why = reason;
    if (training.isPresent()) {
      LOG.warn("{}: ending within {} s", reason, grace.toSeconds());
      log.stopping();
      training.get().ask(reason);
      return true;
    }
    log.silence();
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    Optional<JavaSparkContext> spark = JobContext.active();
    if (spark.isEmpty()) {
      invocation.abandonUnfinished(ExitCode.PREEMPTED, reason + ": start it again");
    }
    spark.ifPresent(this::cancelJobs);
    return spark.isPresent();
  }

  /** Again and again: there may be no job at first, and more to come. */
  private void cancelJobs(JavaSparkContext spark) {
    daemon(
        "cancelled-jobs",
        () -> {
          while (!spark.sc().isStopped()) {
            spark.sc().cancelAllJobs();
            Thread.sleep(EVERY_MILLIS);
          }
        });
  }

  /** Who sent the signal will not wait much longer. */
  private void await() {
    String reason = why;
    String unsaved =
        training.isPresent()
            ? ", and the grace period was over before the state was saved; the newest snapshot stands, start it again to go on"
            : ": start it again";
    daemon(
        "grace-period",
        () -> {
          Thread.sleep(grace.toMillis());
          invocation.abandon(reason + unsaved);
        });
  }

  /** Work that may be interrupted. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private static void daemon(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (IllegalStateException e) {
                LOG.debug("the context was stopped meanwhile", e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
