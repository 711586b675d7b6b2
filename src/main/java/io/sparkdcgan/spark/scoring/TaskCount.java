package io.sparkdcgan.spark.scoring;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.JavaConverters;

/**
 * Counts the tasks of one RDD's job that are done, from Spark's own events, and tells of each until
 * this is closed.
 */
final class TaskCount extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final int rdd;
  private final IntConsumer told;
  private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
  private int done;
  private boolean closed;

  private TaskCount(SparkContext spark, int rdd, IntConsumer told) {
    this.spark = spark;
    this.rdd = rdd;
    this.told = told;
  }

  /**
   * Begins to count, before the job.
   *
   * @param told gets how many are done; on a thread of Spark's
   */
  static TaskCount of(JavaRDD<?> parts, IntConsumer told) {
    TaskCount count = new TaskCount(parts.context(), parts.id(), told);
    count.spark.addSparkListener(count);
    return count;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    if (JavaConverters.seqAsJavaList(submitted.stageInfo().rddInfos()).stream()
        .anyMatch(info -> info.id() == rdd)) {
      stages.add(submitted.stageInfo().stageId());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (!closed && stages.contains(task.stageId()) && task.taskInfo().successful()) {
      told.accept(++done);
    }
  }

  /** Nobody is told of anything from now on. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    spark.removeSparkListener(this);
  }
}
