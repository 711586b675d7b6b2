package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.FileNotFoundException;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

final class SparkLogTest {
  private static final String EXECUTOR = "org.apache.spark.executor.Executor";
  private static final String TASKS = "org.apache.spark.scheduler.TaskSetManager";
  private static final String LOST =
      "Lost task 0.0 in stage 0.0 (TID 0) (host executor driver): %s\n\tat io.sparkdcgan.A.b(A.java:1)";

  private boolean debug;
  private final SparkLog log = new SparkLog(() -> debug);

  @Test
  void whatOurSentenceWillSayIsNotSaidBefore() {
    assertEquals(Result.DENY, seen(EXECUTOR, "Exception in task 0.0", failure()));
    assertEquals(
        Result.DENY,
        seen(EXECUTOR, "Exception in task 0.0", new FileNotFoundException("/faces/a.tar")));
    assertEquals(Result.DENY, seen(TASKS, LOST.formatted(failure()), null));
    assertEquals(Result.DENY, seen(TASKS, LOST.formatted("java.io.IOException: reset"), null));
    assertEquals(
        Result.DENY, seen(TASKS, "Task 0 in stage 0.0 failed 1 times; aborting job", null));
    assertEquals(
        Result.DENY,
        seen(
            "org.apache.spark.SparkContext",
            "Error initializing SparkContext.",
            new IllegalArgumentException("spark.task.cpus")));
  }

  @Test
  void whatNobodyForesawAndWhatIsNoFailureStays() {
    assertEquals(
        Result.NEUTRAL, seen(EXECUTOR, "Exception in task 0.0", new NullPointerException()));
    assertEquals(Result.NEUTRAL, seen(TASKS, "Lost executor 1 on host: Remote RPC client", null));
    assertEquals(
        Result.NEUTRAL,
        seen("org.apache.spark.network.shuffle.Retry", "again", new FileNotFoundException("a")));
    assertEquals(Result.NEUTRAL, seen("io.sparkdcgan.run.TrainingRun", "round 1", failure()));
  }

  @Test
  void whatFailsInSparkOnceTheTrainingIsAskedToStopShowsNoTrace() {
    Throwable gone = new IllegalStateException("Block broadcast_0 does not exist");
    String context = "org.apache.spark.TaskContextImpl";
    assertEquals(Result.NEUTRAL, seen(context, "Error in TaskCompletionListener", gone));
    log.stopping();
    assertEquals(Result.DENY, seen(context, "Error in TaskCompletionListener", gone));
    assertEquals(Result.NEUTRAL, seen("io.sparkdcgan.run.TrainingRun", "round 1", failure()));
  }

  @Test
  void debugShowsAllAndSilenceNothing() {
    log.silence();
    assertEquals(Result.DENY, seen("io.sparkdcgan.run.TrainingRun", "round 1", null));
    debug = true;
    assertEquals(Result.NEUTRAL, seen(EXECUTOR, "Exception in task 0.0", failure()));
  }

  private static Failure failure() {
    return new Failure(ExitCode.DATA, "a.tar is cut off: copy it again");
  }

  private Result seen(String logger, String message, Throwable thrown) {
    return log.filter(
        Log4jLogEvent.newBuilder()
            .setLoggerName(logger)
            .setMessage(new SimpleMessage(message))
            .setThrown(thrown)
            .build());
  }
}
