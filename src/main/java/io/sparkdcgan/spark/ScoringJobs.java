package io.sparkdcgan.spark;

import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Jobs that score a run while it trains: under a name of their own, and taken again like rounds.
 */
public final class ScoringJobs {
  private ScoringJobs() {}

  /**
   * Does what starts the jobs.
   *
   * @param description what Spark's UI shows
   * @throws io.sparkdcgan.round.RoundFailedException if a job failed and may be taken again
   */
  @SuppressWarnings("try") // a group is begun and closed, nothing more
  public static <T> T during(JavaSparkContext spark, String description, Supplier<T> jobs) {
    try (JobGroup group = JobGroup.begin(spark, description)) {
      return jobs.get();
      // Scala declares no exceptions: among them is SparkException, which Java has to be told of.
    } catch (Exception e) {
      throw JobFault.of(e, spark.sc().isStopped());
    }
  }
}
