package io.sparkdcgan.spark.round;

import io.sparkdcgan.config.RunConfig.DataConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.SlicePlan;
import io.sparkdcgan.round.StateAssembly;
import io.sparkdcgan.round.StateAssembly.AveragedSlice;
import io.sparkdcgan.round.StateSlice;
import io.sparkdcgan.round.WorkerMemoryPool;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.gpu.GpuLeases;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.ContextCleaner;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Computes rounds on Spark: the state goes out as a broadcast, every worker is one ordinary task,
 * results come back as slices through a shuffle, and the driver collects one averaged state however
 * many workers there are. Tasks are pure, so Spark may retry and duplicate them as it likes.
 *
 * <p>Holds the cached shards and the workers' memory until it is closed, and nothing else between
 * rounds.
 */
public final class SparkWorkers implements Workers {
  /**
   * How much one averaging task should have to hold. With many workers there are more tasks than
   * cores, and none of them needs more memory than with few.
   */
  private static final long TASK_BYTES = 64L << 20;

  private final JavaSparkContext spark;
  private final JavaRDD<ImageBlock> shards;
  private final LocalTraining training;
  private final Averaging averaging;
  private final Broadcast<WorkerMemoryPool> memories;
  private final Broadcast<GpuLeases> leases;
  private final int imageBytes;
  private final TaskMeter meter;
  private final RoundSource source;

  private final CancellableJobs jobs;

  public SparkWorkers(
      JavaSparkContext spark,
      TensorRdd tensors,
      DataConfig data,
      LocalTraining training,
      Averaging averaging) {
    this.spark = spark;
    this.shards = tensors.shards().persist(storageLevel(data.cache()));
    this.training = training;
    this.averaging = averaging;
    this.memories = spark.broadcast(new WorkerMemoryPool());
    this.leases = spark.broadcast(new GpuLeases());
    this.imageBytes = ImageBlock.imageBytes(data.imageSize());
    this.meter = new TaskMeter(spark);
    this.jobs = new CancellableJobs(spark);
    this.source = RoundSource.register(SparkEnv.get().metricsSystem());
  }

  @Override
  public RoundOutcome train(GanState start, RoundPlan plan) {
    RoundTimes times = new RoundTimes();
    Broadcast<GanState> broadcast = spark.broadcast(start.forWorkers());
    times.broadcast();
    JavaPairRDD<Integer, StateSlice> bySlice = slices(broadcast, plan);
    meter.begin();
    try {
      StateAssembly assembly =
          jobs.during(
              "round " + (start.progress().round() + 1),
              () -> average(bySlice, broadcast, averaging.assembly()));
      times.collected();
      RoundOutcome outcome =
          averaging.outcome(
              start,
              plan,
              assembly,
              reports -> {
                times.done();
                return times.account(reports, meter.end(), start, plan.images() * imageBytes);
              });
      source.tell(outcome);
      return outcome;
    } finally {
      removeShuffle(bySlice);
      broadcast.destroy();
    }
  }

  @Override
  public void close() {
    SparkEnv.get().metricsSystem().removeSource(source);
    meter.close();
    shards.unpersist(false);
    // On a local master these are the workers' own. Elsewhere those are with the executors, whose
    // collectors free them once the broadcast is gone, if the executors do not end before.
    memories.value().close();
    memories.destroy();
    leases.destroy();
  }

  @Override
  public void cancel(String reason) {
    jobs.cancel(reason);
  }

  /** The workers' results, sent to where each slice is averaged. */
  private JavaPairRDD<Integer, StateSlice> slices(Broadcast<GanState> start, RoundPlan plan) {
    return new RoundRdd(shards.rdd(), start, memories, leases, training, averaging, plan)
        .toJavaRDD()
        .mapToPair(slice -> new Tuple2<>(slice.index(), slice))
        .partitionBy(new HashPartitioner(averagingTasks(plan.tasks().size())));
  }

  private int averagingTasks(int workers) {
    SlicePlan slices = averaging.slices();
    long bytes = slices.elements() * Float.BYTES * workers;
    long wanted = Math.max(spark.defaultParallelism(), bytes / TASK_BYTES + 1);
    return (int) Math.min(slices.size(), wanted);
  }

  /** Averages every slice where it is, and places it in the assembly as it arrives. */
  private StateAssembly average(
      JavaPairRDD<Integer, StateSlice> bySlice, Broadcast<GanState> start, StateAssembly assembly) {
    spark
        .sc()
        .runJob(
            bySlice.rdd(),
            new SliceAverages(averaging, start),
            (task, averages) -> {
              Stream.of(averages).forEach(assembly::place);
              return BoxedUnit.UNIT;
            },
            ClassTag$.MODULE$.<AveragedSlice[]>apply(AveragedSlice[].class));
    return assembly;
  }

  /** Shuffle files would otherwise stay until the driver's collector happens to run. */
  private void removeShuffle(JavaPairRDD<?, ?> shuffled) {
    if (spark.sc().cleaner().isEmpty()) {
      return;
    }
    ContextCleaner cleaner = spark.sc().cleaner().get();
    JavaConverters.asJavaCollection(shuffled.rdd().dependencies())
        .forEach(
            dependency -> {
              if (dependency instanceof ShuffleDependency<?, ?, ?> shuffle) {
                cleaner.doCleanupShuffle(shuffle.shuffleId(), false);
              }
            });
  }

  private static StorageLevel storageLevel(DataConfig.Cache cache) {
    return switch (cache) {
      case NONE -> StorageLevel.NONE();
      case MEMORY -> StorageLevel.MEMORY_ONLY();
      case MEMORY_AND_DISK -> StorageLevel.MEMORY_AND_DISK();
      case DISK -> StorageLevel.DISK_ONLY();
    };
  }

  /** What an averaging task does with the slices that arrived at it. Crosses Spark. */
  private static final class SliceAverages
      extends AbstractFunction1<Iterator<Tuple2<Integer, StateSlice>>, AveragedSlice[]>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final Averaging averaging;
    private final Broadcast<GanState> start;

    SliceAverages(Averaging averaging, Broadcast<GanState> start) {
      this.averaging = averaging;
      this.start = start;
    }

    @Override
    public AveragedSlice[] apply(Iterator<Tuple2<Integer, StateSlice>> arrived) {
      Map<Integer, List<StateSlice>> byIndex = new TreeMap<>();
      while (arrived.hasNext()) {
        StateSlice slice = arrived.next()._2();
        byIndex.computeIfAbsent(slice.index(), index -> new ArrayList<>()).add(slice);
      }
      return averaging.averages(byIndex.values(), start::value).toArray(AveragedSlice[]::new);
    }
  }
}
