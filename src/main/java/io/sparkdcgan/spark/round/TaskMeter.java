package io.sparkdcgan.spark.round;

import io.sparkdcgan.spark.round.MeteredJobs.MeteredTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import scala.collection.JavaConverters;

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

  /**
   * Takes down what Spark tells of the jobs that carry the measurement's name as a local property.
   * Spark's thread tells, the driver's thread asks. Keeps the running measurement and nothing else.
   */
  static final class MeterListener extends SparkListener {
    private final String property;
    private Measurement measurement;

    /**
     * @param property under which jobs carry the name of their measurement
     */
    MeterListener(String property) {
      this.property = property;
    }

    synchronized void begin(String name) {
      measurement = new Measurement(name);
    }

    /**
     * @param heardAll whether everything of before was told
     */
    synchronized MeteredJobs end(boolean heardAll) {
      if (measurement == null) {
        throw new IllegalStateException("no measurement was begun");
      }
      MeteredJobs read = measurement.read(heardAll);
      measurement = null;
      return read;
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
      if (measurement != null
          && job.properties() != null
          && measurement.name.equals(job.properties().getProperty(property))) {
        measurement.started(job);
      }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd job) {
      if (measurement != null && measurement.openJobs.remove(job.jobId())) {
        measurement.failed |= job.jobResult() != JobSucceeded$.MODULE$;
      }
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
      if (counts(stage.stageInfo().stageId())) {
        measurement.succeeded.computeIfAbsent(stage.stageInfo().stageId(), id -> new BitSet());
      }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart task) {
      if (counts(task.stageId())) {
        measurement.running.add(task.taskInfo().taskId());
      }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
      if (counts(task.stageId())) {
        measurement.ended(task);
      }
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof ListenerMark mark) {
        mark.hear();
      }
    }

    private boolean counts(int stage) {
      return measurement != null && measurement.partitions.containsKey(stage);
    }

    /** What was told so far. */
    private static final class Measurement {
      private final String name;
      private final Set<Integer> openJobs = new HashSet<>();
      private final Map<Integer, Integer> partitions = new HashMap<>();

      /** Of the stages that Spark began to run; it skips those whose results are still there. */
      private final Map<Integer, BitSet> succeeded = new HashMap<>();

      private final Set<Long> running = new HashSet<>();
      private final List<MeteredTask> tasks = new ArrayList<>();
      private int jobs;
      private boolean failed;

      Measurement(String name) {
        this.name = name;
      }

      void started(SparkListenerJobStart job) {
        jobs++;
        openJobs.add(job.jobId());
        for (StageInfo stage : JavaConverters.asJavaCollection(job.stageInfos())) {
          partitions.put(stage.stageId(), stage.numTasks());
        }
      }

      void ended(SparkListenerTaskEnd end) {
        TaskInfo task = end.taskInfo();
        running.remove(task.taskId());
        if (task.successful()) {
          succeeded.computeIfAbsent(end.stageId(), id -> new BitSet()).set(task.partitionId());
        }
        TaskMetrics known = end.taskMetrics();
        tasks.add(metered(end.stageId(), task, known == null ? TaskMetrics.empty() : known));
      }

      MeteredJobs read(boolean heardAll) {
        boolean all =
            succeeded.entrySet().stream()
                .allMatch(
                    stage -> stage.getValue().cardinality() == partitions.get(stage.getKey()));
        return new MeteredJobs(
            heardAll && openJobs.isEmpty() && (all || failed), jobs, running.size(), tasks);
      }

      private static MeteredTask metered(int stage, TaskInfo task, TaskMetrics known) {
        long began = task.gettingResultTime();
        return new MeteredTask(
            stage,
            task.partitionId(),
            task.attemptNumber(),
            task.speculative(),
            task.successful(),
            task.executorId(),
            task.host(),
            task.launchTime(),
            task.finishTime(),
            known.executorDeserializeTime() * 1e-3,
            known.executorRunTime() * 1e-3,
            known.resultSerializationTime() * 1e-3,
            began == 0 ? 0 : (task.finishTime() - began) * 1e-3,
            known.shuffleReadMetrics().fetchWaitTime() * 1e-3,
            known.shuffleWriteMetrics().writeTime() * 1e-9,
            known.resultSize(),
            known.shuffleWriteMetrics().bytesWritten(),
            known.shuffleReadMetrics().localBytesRead(),
            known.shuffleReadMetrics().remoteBytesRead());
      }
    }
  }

  /** An event of ours among Spark's: a listener that hears of it has heard of all before it. */
  static final class ListenerMark implements SparkListenerEvent {
    private final CountDownLatch heard = new CountDownLatch(1);

    void hear() {
      heard.countDown();
    }

    /**
     * Waits; false if it was not heard of in time, or if the thread is interrupted and stays so.
     */
    boolean heardWithin(Duration patience) {
      try {
        return heard.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Not for Spark's event log, which would try to write it as JSON. */
    @Override
    public boolean logEvent() {
      return false;
    }
  }
}
