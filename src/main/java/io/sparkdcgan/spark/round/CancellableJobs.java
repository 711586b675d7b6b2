package io.sparkdcgan.spark.round;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.round.RoundFailedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A run's jobs, under a name of their own each time, which another thread may end. One thread
 * starts them, one group at a time.
 */
public final class CancellableJobs {
  private final JavaSparkContext spark;

  /** What is under way, to Spark; null in between. */
  private volatile JobGroup group;

  private volatile String cancelled;

  public CancellableJobs(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Does what starts the jobs. A name of its own for each time, so that cancelling one can never
   * end the next.
   *
   * @param description what Spark's UI shows
   * @throws RoundFailedException if a job failed or was cancelled, and may be taken again
   * @throws Failure {@code PREEMPTED} if the thread was interrupted
   */
  public <T> T during(String description, Supplier<T> jobs) {
    cancelled = null;
    JobGroup begun = JobGroup.begin(spark, description);
    group = begun;
    try {
      return jobs.get();
      // Scala declares no exceptions: among them is SparkException, which Java has to be told of.
    } catch (Exception e) {
      throw fault(e, begun);
    } finally {
      group = null;
      begun.close();
    }
  }

  private RuntimeException fault(Exception e, JobGroup begun) {
    if (cancelled != null) {
      return new RoundFailedException(cancelled, e);
    }
    if (e instanceof InterruptedException) {
      // Spark stops waiting and lets the job go on.
      begun.cancel();
      return new Failure(ExitCode.PREEMPTED, "the thread that trains was interrupted", e);
    }
    return JobFault.of(e, spark.sc().isStopped());
  }

  /** Has what is under way given up, for a reason; from any thread, and as often as one likes. */
  public void cancel(String reason) {
    JobGroup current = group;
    if (current != null) {
      cancelled = reason;
      current.cancel();
    }
  }

  /**
   * Between jobs, where the driver itself has long work to do: goes on unless that was given up.
   *
   * @throws RoundFailedException if it was
   */
  public void check() {
    String reason = cancelled;
    if (reason != null) {
      throw new RoundFailedException(reason, null);
    }
  }

  /**
   * A group of this thread's jobs under a name that nothing else has, from {@link #begin} until it
   * is closed. The group that the thread's jobs had before is theirs again then: a program that
   * calls us may have one of its own.
   */
  private static final class JobGroup implements AutoCloseable {
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
     * Tasks of the group are interrupted when it is cancelled; Spark's reaper ends executors on
     * which that does not help.
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
}
