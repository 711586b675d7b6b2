package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.spark.round.TaskMeter.ListenerMark;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Sees who computed, and which tasks had copies. Spark's thread tells, the test's asks. */
final class TaskWitness extends SparkListener {
  private final Set<String> executors = new HashSet<>();
  private int copies;
  private int copiesThatWon;

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart task) {
    copies += task.taskInfo().speculative() ? 1 : 0;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskInfo().successful()) {
      executors.add(task.taskInfo().executorId());
      copiesThatWon += task.taskInfo().speculative() ? 1 : 0;
    }
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof ListenerMark mark) {
      mark.hear();
    }
  }

  /** Waits until all is told of the jobs that are done. */
  void awaitAll(JavaSparkContext spark) {
    ListenerMark mark = new ListenerMark();
    spark.sc().listenerBus().post(mark);
    assertTrue(mark.heardWithin(Duration.ofMinutes(1)), "Spark is still telling");
  }

  synchronized Set<String> executors() {
    return Set.copyOf(executors);
  }

  synchronized int copies() {
    return copies;
  }

  synchronized int copiesThatWon() {
    return copiesThatWon;
  }
}
