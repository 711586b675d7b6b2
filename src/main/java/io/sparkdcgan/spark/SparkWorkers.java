package io.sparkdcgan.spark;

import io.sparkdcgan.config.DataConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.AveragedSlice;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.SlicePlan;
import io.sparkdcgan.round.StateSlice;
import io.sparkdcgan.round.Workbenches;
import io.sparkdcgan.round.WorkerTraining;
import io.sparkdcgan.round.Workers;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ContextCleaner;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * Computes rounds on Spark: the state goes out as a broadcast, every worker is one ordinary task,
 * results come back as slices through a shuffle, and the driver collects one averaged state however
 * many workers there are. Tasks are pure, so Spark may retry and duplicate them as it likes.
 *
 * <p>Holds the cached shards and the workers' memory until it is closed, and nothing else between
 * rounds.
 */
public final class SparkWorkers implements Workers {
  private final JavaSparkContext spark;
  private final JavaRDD<ImageBlock> shards;
  private final WorkerTraining training;
  private final Averaging averaging;
  private final Broadcast<Workbenches> benches;

  public SparkWorkers(
      JavaSparkContext spark,
      TensorRdd tensors,
      DataConfig data,
      WorkerTraining training,
      Averaging averaging) {
    this.spark = spark;
    this.shards = tensors.shards().persist(storageLevel(data.cache()));
    this.training = training;
    this.averaging = averaging;
    this.benches = spark.broadcast(new Workbenches());
  }

  @Override
  public RoundOutcome train(GanState start, RoundPlan plan) {
    long begin = System.nanoTime();
    Broadcast<GanState> broadcast = spark.broadcast(start);
    double broadcastSeconds = (System.nanoTime() - begin) * 1e-9;
    JavaPairRDD<Integer, StateSlice> bySlice = slices(broadcast, plan);
    try {
      List<AveragedSlice> averaged = average(bySlice);
      return averaging.outcome(
          plan, averaged, (System.nanoTime() - begin) * 1e-9, broadcastSeconds);
    } finally {
      removeShuffle(bySlice);
      broadcast.destroy();
    }
  }

  @Override
  public void close() {
    shards.unpersist(false);
    // On a local master these are the workers' own. Elsewhere those are with the executors, whose
    // collectors free them once the broadcast is gone, if the executors do not end before.
    benches.value().close();
    benches.destroy();
  }

  /** The workers' results, sent to where each slice is averaged. */
  private JavaPairRDD<Integer, StateSlice> slices(Broadcast<GanState> start, RoundPlan plan) {
    SlicePlan slices = averaging.slices();
    int reducers = Math.min(slices.size(), Math.max(spark.defaultParallelism(), 1));
    return new RoundRdd(shards.rdd(), start, benches, training, slices, plan)
        .toJavaRDD()
        .mapToPair(slice -> new Tuple2<>(slice.index(), slice))
        .partitionBy(new HashPartitioner(reducers));
  }

  private List<AveragedSlice> average(JavaPairRDD<Integer, StateSlice> bySlice) {
    SlicePlan slices = averaging.slices();
    return bySlice
        .mapPartitions(
            arrived -> {
              List<List<StateSlice>> grouped = new ArrayList<>();
              for (int index = 0; index < slices.size(); index++) {
                grouped.add(new ArrayList<>());
              }
              arrived.forEachRemaining(slice -> grouped.get(slice._1()).add(slice._2()));
              return grouped.stream()
                  .filter(group -> !group.isEmpty())
                  .map(slices::average)
                  .iterator();
            })
        .collect();
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
}
