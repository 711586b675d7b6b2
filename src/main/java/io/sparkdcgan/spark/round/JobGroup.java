package io.sparkdcgan.spark.round;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A group of this thread's jobs under a name that nothing else has, from {@link #begin} until it is
 * closed. The group that the thread's jobs had before is theirs again then: a program that calls us
 * may have one of its own.
 */
final class JobGroup implements AutoCloseable {
  private final JavaSparkContext spark;
  private final String name = "dcgan " + UUID.randomUUID();
  private final Map<String, String> before = new LinkedHashMap<>();

  private JobGroup(JavaSparkContext spark) {
    this.spark = spark;
    for (String property :
        new String[] {
          "spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel"
        }) {
      before.put(property, spark.getLocalProperty(property));
    }
  }

  /**
   * Tasks of the group are interrupted when it is cancelled; Spark's reaper ends executors on which
   * that does not help.
   *
   * @param description what Spark's UI shows
   */
  static JobGroup begin(JavaSparkContext spark, String description) {
    JobGroup group = new JobGroup(spark);
    spark.setJobGroup(group.name, description, true);
    return group;
  }

  /** From any thread. */
  void cancel() {
    spark.cancelJobGroup(name);
  }

  @Override
  public void close() {
    before.forEach(spark::setLocalProperty);
  }
}
