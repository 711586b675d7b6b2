package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.round.RoundFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** Which failures of a round's job are worth another try. */
class JobFaultTest {
  @Test
  void lostExecutorsAndStorageHiccupsAre() {
    String lost = "Job aborted due to stage failure: ExecutorLostFailure (executor 1 exited)";
    RuntimeException executor = of(new SparkException(lost + "\nDriver stacktrace:", null));
    assertEquals(lost, assertInstanceOf(RoundFailedException.class, executor).getMessage());
    assertInstanceOf(RoundFailedException.class, of(aborted(new IOException("connection reset"))));
    Failure unreachable = new Failure(ExitCode.UNAVAILABLE, "the storage cannot be reached");
    assertInstanceOf(RoundFailedException.class, of(aborted(unreachable)));
  }

  @Test
  void whatToDoIsSaidWhereATaskRanOutOfMemory() {
    SparkException aborted =
        new SparkException(
            "Job aborted due to stage failure: Lost task 1.0: java.lang.OutOfMemoryError: Java heap"
                + " space\nDriver stacktrace:",
            null);
    RoundFailedException failed = assertInstanceOf(RoundFailedException.class, of(aborted));
    assertTrue(failed.getMessage().contains("--driver-memory"), failed.getMessage());
  }

  @Test
  void damagedShardsMissingInputsAndMistakesOfOursAreNot() {
    Failure damaged = new Failure(ExitCode.DATA, "shard 3 is damaged");
    assertSame(damaged, of(aborted(damaged)));
    assertInstanceOf(IllegalStateException.class, of(aborted(new FileNotFoundException("shard"))));
    assertInstanceOf(IllegalStateException.class, of(aborted(new NullPointerException("ours"))));
  }

  @Test
  void nothingIsOnceSparkHasEnded() {
    RuntimeException ended =
        JobFault.of(new SparkException("Job 3 cancelled because SparkContext was shut down"), true);
    assertEquals(ExitCode.UNAVAILABLE, assertInstanceOf(Failure.class, ended).code());
  }

  private static RuntimeException of(Exception thrown) {
    return JobFault.of(thrown, false);
  }

  private static SparkException aborted(Throwable cause) {
    return new SparkException("Job aborted due to stage failure", cause);
  }
}
