package io.sparkdcgan.api;

import io.sparkdcgan.api.TrainingOutcome.AlreadyComplete;
import io.sparkdcgan.api.TrainingOutcome.Completed;
import io.sparkdcgan.api.TrainingOutcome.Diverged;
import io.sparkdcgan.api.TrainingOutcome.Stopped;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfigKeys;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.lease.Lease;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.run.BuildVersions;
import io.sparkdcgan.run.Evaluation;
import io.sparkdcgan.run.GuardedRun;
import io.sparkdcgan.run.LearnedImages;
import io.sparkdcgan.run.RunKeeper;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.run.TrainingResult;
import io.sparkdcgan.run.TrainingRun;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.spark.gpu.WorkerGpus;
import io.sparkdcgan.spark.round.SparkWorkers;
import io.sparkdcgan.storage.ObjectStore;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** A run whose recipe and images were read and found right, before Spark is asked for anything. */
public final class PlannedTraining {
  private final RunConfig config;
  private final GanNetworks networks;
  private final ImportedShards shards;
  private final Configuration hadoop;
  private final TrainingListener listener;
  private final StopRequest stop;

  private PlannedTraining(
      RunConfig config,
      ImportedShards shards,
      Configuration hadoop,
      TrainingListener listener,
      StopRequest stop) {
    this.config = config;
    this.networks = GanNetworks.of(config.network());
    this.shards = shards;
    this.hadoop = hadoop;
    this.listener = listener;
    this.stop = stop;
  }

  static PlannedTraining of(
      RunConfig config, Configuration hadoop, TrainingListener listener, StopRequest stop) {
    ImportedShards shards = ImportedShards.open(hadoop, config.data().shards());
    int wanted = config.data().imageSize();
    shards.requireSize(
        wanted,
        "data.image-size is %d".formatted(wanted),
        "set it to %d, or import at %d".formatted(shards.imageSize(), wanted));
    return new PlannedTraining(config, shards, hadoop, listener, stop);
  }

  /** The run's name, {@code run.name}. */
  public String name() {
    return config.name();
  }

  /** Cores that a task takes, {@code compute.threads}. */
  public int computeThreads() {
    return config.compute().threads();
  }

  /** How long a run that is asked to stop may take until it is saved, {@code run.grace-seconds}. */
  public Duration graceTime() {
    return Duration.ofSeconds(config.durability().graceSeconds());
  }

  /**
   * What the run needs against what Spark was told on the command line; the cluster is looked at
   * later.
   *
   * @param patience how long to wait for executors, then
   * @throws Failure {@code CONFIGURATION} if a task takes more cores than there are
   */
  public DcganPreflight preflight(Duration patience) {
    return DcganPreflight.of(config, networks, shards, hadoop, patience, stop);
  }

  /**
   * Trains from where the run stands to its last round, in the calling thread.
   *
   * @param spark stays the caller's to close
   * @param run the run's folder: {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code HELD} if another driver has the run, {@code SNAPSHOT} if the folder is
   *     another run's or its snapshots are damaged, {@code CONFIGURATION} if the context cannot be
   *     used, {@code ROUNDS_FAILED} if a round could not be computed; what storage and cluster
   *     refuse as {@link ExitCode} says
   */
  public TrainingOutcome train(JavaSparkContext spark, String run) {
    return outcome(
        run,
        store -> {
          ContextNeeds.require(spark, config.compute());
          try (Lease lease = lease(store)) {
            return train(spark, store.fencedBy(lease::check));
          }
        });
  }

  /**
   * The same in a context that is opened once the run is this driver's, so that no executors are
   * held for a run that another driver has, and closed at the end.
   */
  public TrainingOutcome train(Supplier<JavaSparkContext> opening, String run) {
    return outcome(
        run,
        store -> {
          try (Lease lease = lease(store);
              JavaSparkContext spark = opening.get()) {
            ContextNeeds.require(spark, config.compute());
            return train(spark, store.fencedBy(lease::check));
          }
        });
  }

  /** A training that gets the run's folder. */
  private interface Attempt {
    TrainingResult in(ObjectStore store);
  }

  private TrainingOutcome outcome(String folder, Attempt attempt) {
    try {
      ObjectStore store = ObjectStore.at(folder, hadoop);
      TrainingResult result = attempt.in(store);
      DcganRun run = DcganRun.of(store, config);
      return result.imagesPerSecond().isEmpty()
          ? new AlreadyComplete(run, result)
          : new Completed(run, result);
    } catch (RuntimeException e) {
      Failure failure = Verdict.failure(e);
      return switch (failure.code()) {
        case PREEMPTED -> stopped(failure);
        case DIVERGED -> new Diverged(failure);
        default -> throw failure;
      };
    }
  }

  /** An interrupt ends a training as a request to stop does, and is the caller's to see as well. */
  private static Stopped stopped(Failure why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    return new Stopped(why);
  }

  private Lease lease(ObjectStore store) {
    return Lease.acquire(
        store, Duration.ofSeconds(config.durability().leaseSeconds()), stop::pause);
  }

  private TrainingResult train(JavaSparkContext spark, ObjectStore store) {
    return ThreadsInUse.during(
        computeThreads(),
        "run " + name(),
        () -> {
          WorkerGpus.require(spark, config.averaging().workers());
          RunFolder folder = new RunFolder(store);
          folder.claim(identity(spark.version()));
          return train(spark, folder);
        });
  }

  private TrainingResult train(JavaSparkContext spark, RunFolder folder) {
    Evaluation evaluation = new TrainingEvaluation(spark, config, networks, shards);
    return new GuardedRun(config, folder.store())
        .train(steps -> train(spark, folder, steps, evaluation));
  }

  /** One of the run's lives. */
  private TrainingResult train(
      JavaSparkContext spark, RunFolder folder, RunConfig steps, Evaluation evaluation) {
    EpochOrder order =
        new EpochOrder(
            steps.seed(), shards.manifest().shards().stream().map(Shard::images).toList());
    WorkerTraining training =
        new WorkerTraining(
            steps.network(), steps.training(), steps.compute(), steps.seed(), new Nd4jEngine());
    Averaging averaging = Averaging.of(networks, config.averaging());
    TensorRdd images = shards.rdd(spark);
    Verdict.orFailure(
        () -> {
          LearnedImages.keep(config, images, folder.store());
          return folder;
        });
    RunKeeper keeper = new RunKeeper(config, networks, folder);
    try (SparkWorkers workers =
        new SparkWorkers(spark, images, config.data(), training, averaging)) {
      ListenerWatch watch = new ListenerWatch(listener);
      return new TrainingRun(config, order, workers, keeper, watch, stop, evaluation).train();
    } catch (Throwable thrown) {
      try {
        keeper.end(Verdict.of(thrown));
      } catch (RuntimeException unsaid) {
        // What ended the run matters more than that it could not be taken down.
        thrown.addSuppressed(unsaid);
      }
      throw thrown;
    }
  }

  private RunIdentity identity(String spark) {
    Map<String, String> versions = new TreeMap<>(BuildVersions.all());
    versions.put("spark", spark);
    return new RunIdentity(RunConfigKeys.of(config), shards.digest(), new TreeMap<>(versions));
  }
}
