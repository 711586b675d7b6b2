package io.sparkdcgan.api;

import io.sparkdcgan.api.TrainingOutcome.AlreadyComplete;
import io.sparkdcgan.api.TrainingOutcome.Completed;
import io.sparkdcgan.api.TrainingOutcome.Diverged;
import io.sparkdcgan.api.TrainingOutcome.Stopped;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.config.BatchKey;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.config.RunConfigKeys;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.lease.Lease;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.preflight.Preflight;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.run.BuildVersions;
import io.sparkdcgan.run.Evaluation;
import io.sparkdcgan.run.GuardedRun;
import io.sparkdcgan.run.LearnedImages;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.run.TrainingResult;
import io.sparkdcgan.run.TrainingRun;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.spark.gpu.WorkerGpus;
import io.sparkdcgan.spark.round.SparkWorkers;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.StorageUri;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run whose recipe and images were read and found right, before Spark is asked for anything. */
public final class PlannedTraining {
  private static final Logger LOG = LoggerFactory.getLogger(PlannedTraining.class);

  private final Function<Map<String, String>, RunConfig> reading;
  private final RunConfig config;
  private final GanNetworks networks;
  private final ImportedShards shards;
  private final Configuration hadoop;
  private final TrainingListener listener;
  private final StopRequest stop;
  private final GpuCount gpus;

  private PlannedTraining(
      Function<Map<String, String>, RunConfig> reading,
      RunConfig config,
      ImportedShards shards,
      Configuration hadoop,
      TrainingListener listener,
      StopRequest stop,
      GpuCount gpus) {
    this.reading = reading;
    this.config = config;
    this.networks = GanNetworks.of(config.network());
    this.shards = shards;
    this.hadoop = hadoop;
    this.listener = listener;
    this.stop = stop;
    this.gpus = gpus;
  }

  /**
   * Opens the images.
   *
   * @param reading reads the recipe, with other defaults for some keys
   */
  static PlannedTraining of(
      Function<Map<String, String>, RunConfig> reading,
      Configuration hadoop,
      TrainingListener listener,
      StopRequest stop) {
    RunConfig config = reading.apply(Map.of());
    ImportedShards shards = ImportedShards.open(hadoop, config.data().shards());
    int wanted = config.data().imageSize();
    shards.requireSize(
        wanted,
        "data.image-size is %s".formatted(wanted),
        "set it to %s, or import at %s".formatted(shards.imageSize(), wanted));
    GpuCount gpus = new GpuCount(config.averaging().workers());
    return new PlannedTraining(reading, known(config), shards, hadoop, listener, stop, gpus);
  }

  /** A run is gone on with from another working directory, too. */
  private static RunConfig known(RunConfig config) {
    return config.withShards(StorageUri.absolute(config.data().shards()));
  }

  /**
   * The same as it goes on in this folder, whose run may have been begun by an earlier version.
   * What the recipe does not name stays as it was where the default is another by now. A run of a
   * version up to 0.2.0, whose {@code training.batch-size} was each worker's, goes on with as many
   * images for each worker, where the recipe is the one that it was begun with, or means as many by
   * the keys of today. A folder that cannot be read is taken for one without a run: training says
   * what is wrong with it.
   *
   * @param run the run's folder: {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   */
  public PlannedTraining goingOn(String run) {
    try {
      return Verdict.orFailure(() -> goingOn(new RunFolder(ObjectStore.at(run, hadoop))));
    } catch (Failure unreadable) {
      LOG.debug("{} cannot be looked at yet", run, unreadable);
      return this;
    }
  }

  private PlannedTraining goingOn(RunFolder folder) {
    Optional<RunIdentity> begun = folder.begun();
    if (begun.isEmpty() || config.batchKey() == BatchKey.EACH_BY_EARLIER_VERSION) {
      return this;
    }
    RunConfig same = known(reading.apply(begun.get().defaults()));
    OptionalInt each = begun.get().earlierWorkerBatch();
    return each.isEmpty() ? as(same) : as(goingOn(same, each.getAsInt(), folder.store().uri()));
  }

  /**
   * The same with the images of each worker that an earlier version's run has, if it means them.
   */
  private static RunConfig goingOn(RunConfig config, int each, String uri) {
    RunConfig earlier = config.asBegunEarlier(each);
    if (config.minibatch().equals(earlier.minibatch())) {
      return earlier;
    }
    if (config.batchKey() != BatchKey.TOGETHER || config.training().batchSize() != each) {
      return config;
    }
    LOG.warn(
        "{} was begun when training.batch-size was each worker's, and goes on with {} images for"
            + " each of {} workers; say so by training.worker-batch-size = {}",
        uri,
        each,
        config.averaging().workers(),
        each);
    return earlier;
  }

  private PlannedTraining as(RunConfig same) {
    return new PlannedTraining(reading, same, shards, hadoop, listener, stop, gpus);
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
    return DcganPreflight.of(config, networks, shards, hadoop, patience, stop, gpus);
  }

  /** Where a training gets its context from. */
  public sealed interface Context {}

  /** A context that is open; stays the caller's to close. */
  public record Given(JavaSparkContext spark) implements Context {}

  /**
   * A context that is opened once the run is this driver's, so that no executors are held for a run
   * that another driver has, and closed at the end.
   */
  public record Opened(Supplier<JavaSparkContext> opening) implements Context {}

  /**
   * Trains from where the run stands to its last round, in the calling thread.
   *
   * @param run the run's folder: {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code HELD} if another driver has the run, {@code SNAPSHOT} if the folder is
   *     another run's or its snapshots are damaged, {@code CONFIGURATION} if the context cannot be
   *     used or the folder is the images', {@code ROUNDS_FAILED} if a round could not be computed;
   *     what storage and cluster refuse as {@link ExitCode} says
   */
  public TrainingOutcome train(Context context, String run) {
    try {
      ObjectStore store = ObjectStore.at(run, hadoop);
      RunPlace.requireApart(store.uri(), config.data().shards(), hadoop);
      PlannedTraining same = goingOn(new RunFolder(store));
      TrainingResult result = same.held(context, store);
      DcganRun trained = DcganRun.of(store, same.config);
      return result.imagesPerSecond().isEmpty()
          ? new AlreadyComplete(trained, result)
          : new Completed(trained, result);
    } catch (RuntimeException e) {
      Failure failure = Verdict.failure(e);
      return switch (failure.code()) {
        case PREEMPTED -> stopped(failure);
        case DIVERGED -> new Diverged(failure);
        default -> throw failure;
      };
    }
  }

  /** Trains in the run's folder, which no other driver has in the meantime. */
  private TrainingResult held(Context context, ObjectStore store) {
    if (context instanceof Given given) {
      ContextNeeds.require(given.spark(), config.compute());
      try (Lease lease = lease(store)) {
        return in(given.spark(), store.fencedBy(lease::check));
      }
    }
    try (Lease lease = lease(store);
        JavaSparkContext spark = ((Opened) context).opening().get()) {
      ContextNeeds.require(spark, config.compute());
      return in(spark, store.fencedBy(lease::check));
    }
  }

  private Lease lease(ObjectStore store) {
    return Lease.acquire(
        store, Duration.ofSeconds(config.durability().leaseSeconds()), stop::pause);
  }

  private TrainingResult in(JavaSparkContext spark, ObjectStore store) {
    return ThreadsInUse.during(
        computeThreads(),
        "run " + name(),
        () -> {
          gpus.require(spark);
          Preflight.requireShares(config);
          RunFolder folder = new RunFolder(store);
          folder.claim(identity(spark.version()));
          Evaluation evaluation = new TrainingEvaluation(spark, config, networks, shards);
          return new GuardedRun(config, store)
              .train(steps -> life(spark, folder, steps, evaluation));
        });
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

  /** One of the run's lives. */
  private TrainingResult life(
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
    try (SparkWorkers workers =
        new SparkWorkers(spark, images, config.data(), training, averaging)) {
      ListenerWatch watch = new ListenerWatch(listener);
      return new TrainingRun(config, folder, order, workers, watch, stop, evaluation).train();
    }
  }

  private RunIdentity identity(String spark) {
    Map<String, String> versions = new TreeMap<>(BuildVersions.all());
    versions.put("spark", spark);
    return new RunIdentity(RunConfigKeys.of(config), shards.digest(), new TreeMap<>(versions));
  }

  /** Counts the GPUs of a context: a training takes what its preflight has counted just before. */
  static final class GpuCount {
    private final int workers;
    private Optional<JavaSparkContext> counted = Optional.empty();

    GpuCount(int workers) {
      this.workers = workers;
    }

    /**
     * How many GPUs the executors have, if there are to be any.
     *
     * @throws Failure {@code CONFIGURATION} if not every worker has one of its own
     */
    synchronized OptionalInt of(JavaSparkContext spark) {
      OptionalInt found = WorkerGpus.require(spark, workers);
      counted = Optional.of(spark);
      return found;
    }

    /** Sees to the same, for a training that begins. */
    synchronized void require(JavaSparkContext spark) {
      if (counted.filter(spark::equals).isEmpty()) {
        WorkerGpus.require(spark, workers);
      }
      counted = Optional.empty();
    }
  }
}
