package io.sparkdcgan.spark.round;

import java.time.Duration;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Reads Spark's own task metrics for the jobs that this thread runs between {@link #begin} and
 * {@link #end}, again and again. Jobs of other threads are not counted. Holds nothing between two
 * measurements; belongs to one thread.
 */
public final class TaskMeter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final JavaSparkContext spark;
  private final Duration patience;
  private final String property = "sparkdcgan.metered." + UUID.randomUUID();
  private final MeterListener listener = new MeterListener(property);
  private long measurements;

  public TaskMeter(JavaSparkContext spark) {
    this(spark, PATIENCE);
  }

  /**
   * @param patience how long an end waits for what Spark has not told yet
   */
  TaskMeter(JavaSparkContext spark, Duration patience) {
    this.spark = spark;
    this.patience = patience;
    spark.sc().addSparkListener(listener);
  }

  /** From now on this thread's jobs count. A measurement that was not ended is forgotten. */
  public void begin() {
    measurements++;
    listener.begin(String.valueOf(measurements));
    spark.setLocalProperty(property, String.valueOf(measurements));
  }

  /**
   * Ends the measurement. Spark tells of its tasks with a delay, so this waits until all is told,
   * but for a few seconds at most.
   *
   * @return not complete if the wait was too short, this thread was interrupted, or Spark dropped
   *     events because its listeners could not keep up
   * @throws IllegalStateException if none was begun
   */
  public MeteredJobs end() {
    spark.setLocalProperty(property, null);
    ListenerMark mark = new ListenerMark();
    // Events come in the order in which they were posted, and a job's end is posted before its
    // result is returned. So this is heard of last.
    spark.sc().listenerBus().post(mark);
    return listener.end(mark.heardWithin(patience));
  }

  /** Listens no longer. */
  @Override
  public void close() {
    spark.setLocalProperty(property, null);
    spark.sc().removeSparkListener(listener);
  }
}
