package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.random.RandomStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a storage's operation again from its start if what it failed by may pass. The storage's own
 * client retries its requests before; this is for what no request can mend, such as an upload that
 * was cut off in its middle, and for a storage that is away for some time.
 */
final class StorageRetry {
  /** A key of Hadoop's configuration: a time such as {@code 60s}; 0 for no retry. */
  static final String PATIENCE = "dcgan.storage.patience";

  private static final Logger LOG = LoggerFactory.getLogger(StorageRetry.class);
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int MOST_DOUBLINGS = 5;

  private final Duration patience;

  /** Whether the storage failed for all of somebody's patience, and has done nothing since. */
  private final AtomicBoolean givenUp;

  private final boolean leaving;

  StorageRetry(Configuration hadoop) {
    this(
        Duration.ofMillis(
            hadoop.getTimeDuration(
                PATIENCE, DEFAULT_PATIENCE.toSeconds(), TimeUnit.SECONDS, TimeUnit.MILLISECONDS)),
        new AtomicBoolean(),
        false);
  }

  private StorageRetry(Duration patience, AtomicBoolean givenUp, boolean leaving) {
    this.patience = patience;
    this.givenUp = givenUp;
    this.leaving = leaving;
  }

  /**
   * For what is put in order at the end: a storage that was given up is asked only once. Nobody
   * should wait for it several times.
   */
  StorageRetry leaving() {
    return new StorageRetry(patience, givenUp, true);
  }

  /** Something that may be done any number of times, to the same end. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /**
   * The operation's result.
   *
   * @param doing what it does, for example {@code "write"}
   * @param uri what it does that to
   * @throws Failure if it failed by something that stays, or for longer than the patience
   */
  <T> T call(String doing, String uri, Operation<T> operation) {
    Duration patience = leaving && givenUp.get() ? Duration.ZERO : this.patience;
    long begun = System.nanoTime();
    long deadline = 0;
    for (int failures = 0; ; failures++) {
      try {
        T result = operation.run();
        givenUp.set(false);
        return result;
      } catch (IOException e) {
        Failure failure = StorageFailure.of(doing, uri, e);
        if (failures == 0) {
          // A client that reached nobody has been asking all the time. A long upload that was cut
          // off shortly before its end deserves another one.
          boolean asked = failure.code() == ExitCode.UNAVAILABLE;
          deadline = (asked ? begun : System.nanoTime()) + patience.toNanos();
        }
        Duration pause = pause(failures);
        boolean mayPass = StorageFailure.mayPass(e);
        if (!mayPass || System.nanoTime() + pause.toNanos() - deadline > 0) {
          givenUp.set(mayPass);
          throw failure;
        }
        LOG.warn("taken again in {} ms: {}", pause.toMillis(), failure.getMessage());
        sleep(pause, failure);
      }
    }
  }

  /** Doubles each time; half to all of it, so that many clients do not come back as one. */
  private static Duration pause(int failures) {
    long most = FIRST_PAUSE.toNanos() << Math.min(failures, MOST_DOUBLINGS);
    // Names no result: any number will do that others do not draw.
    RandomStream jitter = RandomStream.of(System.nanoTime(), "storage retry");
    return Duration.ofNanos((long) (most * jitter.nextDouble(0.5, 1)));
  }

  private static void sleep(Duration pause, Failure failure) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
  }
}
