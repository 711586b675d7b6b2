package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.JavaConverters;

/**
 * Has every executor that there is tell of itself, by small jobs whose tasks prefer one executor
 * each. Waits for executors, and no longer than it is told to.
 */
public final class ExecutorProbe {
  private static final String DRIVER = "driver";

  /** Where nobody knows how many will come, those count that are there when none came so long. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** Where some are missing of those that were asked for, the run begins with those it has. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** A preference is no order: whoever was busy is asked again. */
  private static final int MOST_TURNS = 5;

  private final JavaSparkContext spark;
  private final ClusterSettings settings;
  private final Duration patience;
  private final Consumer<Duration> pause;
  private final long begin = System.nanoTime();

  /**
   * @param settings of the context
   * @param patience how long to wait for the first executor, and for its answer
   * @param pause lets this much time pass, or throws where nobody wants to wait any longer
   */
  public ExecutorProbe(
      JavaSparkContext spark,
      ClusterSettings settings,
      Duration patience,
      Consumer<Duration> pause) {
    this.spark = spark;
    this.settings = settings;
    this.patience = patience;
    this.pause = pause;
  }

  /**
   * What executors told.
   *
   * @param executors one for each that answered, in order of their names
   * @param driver the driver's own
   * @param firstMillis of the driver's clock, before anybody was asked
   * @param lastMillis of the driver's clock, when everybody had answered
   * @param registered how many there were
   * @param cores the most that one of them has; empty if Spark does not say
   */
  public record Answers(
      List<ExecutorFacts> executors,
      ExecutorFacts driver,
      long firstMillis,
      long lastMillis,
      int registered,
      OptionalInt cores) {}

  /**
   * Asks everybody.
   *
   * @param shards URI of the folder whose manifest each executor is to read
   * @param versions where in the jar this program's versions stand
   * @throws Failure {@code UNAVAILABLE} if no executor came, or none answered, in time
   */
  public Answers ask(String shards, String versions) {
    long first = System.currentTimeMillis();
    awaitExecutors();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    Map<String, ExecutorFacts> answers = new TreeMap<>();
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      List<String> locations =
          registered().stream()
              .filter(executor -> !answers.containsKey(executor.id()))
              .map(ExecutorProbe::location)
              .toList();
      if (locations.isEmpty() && !answers.isEmpty()) {
        break;
      }
      // Where executors come with tasks, the first is asked for by a task.
      List<String> asked = locations.isEmpty() ? List.of("") : locations;
      for (ExecutorFacts facts :
          answered(new ProbeRdd(spark.sc(), shards, versions, hadoop, asked))) {
        answers.put(facts.executor(), facts);
      }
    }
    long last = System.currentTimeMillis();
    hadoop.destroy();
    return new Answers(
        List.copyOf(answers.values()),
        ExecutorFacts.here(DRIVER, "", versions, "", true),
        first,
        last,
        Math.max(registered().size(), answers.size()),
        registered().stream().mapToInt(ExecutorSummary::totalCores).max());
  }

  /**
   * Until as many are there as were asked for, or no more come; in vain only until the deadline.
   */
  private void awaitExecutors() {
    if (settings.kind() == Kind.LOCAL || settings.elasticity().dynamic()) {
      return;
    }
    int expected = settings.executors().orElse(Integer.MAX_VALUE);
    int before = 0;
    long since = System.nanoTime();
    while (true) {
      int there = registered().size();
      if (there != before) {
        before = there;
        since = System.nanoTime();
      }
      Duration quiet = Duration.ofNanos(System.nanoTime() - since);
      boolean settled = quiet.compareTo(settings.executors().isPresent() ? LATE : SETTLED) > 0;
      if (there >= expected || (there > 0 && settled)) {
        return;
      }
      if (left().isNegative()) {
        throw none();
      }
      pause.accept(PAUSE);
    }
  }

  private List<ExecutorFacts> answered(ProbeRdd probe) {
    JavaFutureAction<List<ExecutorFacts>> job = probe.toJavaRDD().collectAsync();
    try {
      while (!job.isDone()) {
        if (left().isNegative()) {
          throw none();
        }
        pause.accept(PAUSE);
      }
      return job.get();
    } catch (ExecutionException e) {
      throw new Failure(
          ExitCode.UNAVAILABLE,
          "executors that cannot run a task: %s"
              .formatted(String.valueOf(e.getCause().getMessage()).lines().findFirst().orElse("")),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while executors were asked", e);
    } finally {
      // Nobody waits for a job that is still on its way.
      job.cancel(true);
    }
  }

  private Failure none() {
    return new Failure(
        ExitCode.UNAVAILABLE,
        "none of %s in %s seconds, where one takes %s cores and %s MB"
            .formatted(
                settings.master(),
                patience.toSeconds(),
                settings.executorCores().orElse(settings.taskCpus()),
                settings.executor().container() >> 20));
  }

  private Duration left() {
    return patience.minusNanos(System.nanoTime() - begin);
  }

  /**
   * The executors that are there now. One that has said that it comes, and has no memory for blocks
   * yet, has no port either, and cannot be asked.
   */
  private List<ExecutorSummary> registered() {
    boolean local = settings.kind() == Kind.LOCAL;
    return JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true)).stream()
        .filter(executor -> local || !executor.id().equals(DRIVER))
        .filter(executor -> executor.hostPort().contains(":"))
        .toList();
  }

  /** As Spark's {@code TaskLocation} writes it. */
  private static String location(ExecutorSummary executor) {
    String hostPort = executor.hostPort();
    return "executor_%s_%s"
        .formatted(hostPort.substring(0, hostPort.lastIndexOf(':')), executor.id());
  }
}
