package io.sparkdcgan.spark;

import com.codahale.metrics.MetricRegistry;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import scala.collection.JavaConverters;

/**
 * The numbers of threads that work in this process's Spark context computes with. ND4J has one
 * number for a whole process, and it changes rounding: two trainings may go on at a time if they
 * want the same number, and not if they do not.
 *
 * <p>Kept among the context's sources of metrics, though it has none, since what is there is the
 * context's and ends with it.
 */
public final class ThreadsInUse implements Source {
  private static final String NAME = "threads.dcgan";

  private final int threads;

  private ThreadsInUse(int threads) {
    this.threads = threads;
  }

  /**
   * Does work that computes with this many threads.
   *
   * @param name what messages call the work
   * @throws Failure {@code CONFIGURATION} if other work is going on with another number of threads
   */
  public static <T> T during(int threads, String name, Supplier<T> work) {
    SparkEnv context = SparkEnv.get();
    if (context == null) {
      // Images can be drawn without Spark, and what would be in the way needs it.
      return work.get();
    }
    MetricsSystem metrics = context.metricsSystem();
    ThreadsInUse use = new ThreadsInUse(threads);
    synchronized (metrics) {
      others(metrics)
          .filter(other -> other.threads != threads)
          .findFirst()
          .ifPresent(
              other -> {
                throw new Failure(
                    ExitCode.CONFIGURATION,
                    "%s computes with %s threads, but something else in this Spark context computes with %s at this moment, and a process has one number: wait for it, or set compute.threads to the same"
                        .formatted(name, threads, other.threads));
              });
      metrics.registerSource(use);
    }
    try {
      return work.get();
    } finally {
      metrics.removeSource(use);
    }
  }

  private static Stream<ThreadsInUse> others(MetricsSystem metrics) {
    return JavaConverters.seqAsJavaList(metrics.getSourcesByName(NAME)).stream()
        .map(ThreadsInUse.class::cast);
  }

  @Override
  public String sourceName() {
    return NAME;
  }

  /** Empty. */
  @Override
  public MetricRegistry metricRegistry() {
    return new MetricRegistry();
  }
}
