package io.sparkdcgan.spark.round;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.ImageSpan;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.StateSlice;
import io.sparkdcgan.round.WorkerMemoryPool;
import io.sparkdcgan.spark.gpu.GpuLeases;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/**
 * One round as an RDD: partition i is worker i, and its elements are the slices of that worker's
 * result. It depends on just the shards that the worker reads, so Spark prefers the executor that
 * has them cached, or else the hosts of their blocks, and computes a lost one again.
 */
final class RoundRdd extends RDD<StateSlice> {
  private static final long serialVersionUID = 1;

  private final RDD<ImageBlock> shards;
  private final Broadcast<GanState> start;
  private final Broadcast<WorkerMemoryPool> memories;
  private final Broadcast<GpuLeases> leases;
  private final LocalTraining training;
  private final Averaging averaging;
  private final transient RoundPlan plan;

  RoundRdd(
      RDD<ImageBlock> shards,
      Broadcast<GanState> start,
      Broadcast<WorkerMemoryPool> memories,
      Broadcast<GpuLeases> leases,
      LocalTraining training,
      Averaging averaging,
      RoundPlan plan) {
    super(
        shards.context(),
        JavaConverters.asScalaBuffer(List.<Dependency<?>>of(new ShardsOfWorker(shards, plan))),
        ClassTag$.MODULE$.apply(StateSlice.class));
    this.shards = shards;
    this.start = start;
    this.memories = memories;
    this.leases = leases;
    this.training = training;
    this.averaging = averaging;
    this.plan = plan;
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] shardPartitions = shards.partitions();
    return plan.tasks().stream()
        .map(
            task ->
                new WorkerPartition(
                    task,
                    task.spans().stream()
                        .map(ImageSpan::shard)
                        .distinct()
                        .map(shard -> shardPartitions[shard])
                        .toArray(Partition[]::new)))
        .toArray(Partition[]::new);
  }

  @Override
  public Iterator<StateSlice> compute(Partition split, TaskContext context) {
    WorkerPartition partition = (WorkerPartition) split;
    long begin = System.nanoTime();
    GanState state = start.value();
    double receiveSeconds = (System.nanoTime() - begin) * 1e-9;
    WorkerResult result;
    try (GpuLeases.Lease gpu = leases.value().lease(context)) {
      result =
          training
              .train(
                  state,
                  partition.task,
                  shard -> block(partition.shard(shard), context),
                  memories.value())
              .on(gpu.holder());
    }
    return JavaConverters.asScalaIterator(
        averaging.cut(state, result.receivedIn(receiveSeconds)).iterator());
  }

  private ImageBlock block(Partition shard, TaskContext context) {
    Iterator<ImageBlock> blocks = shards.iterator(shard, context);
    ImageBlock block = blocks.next();
    if (blocks.hasNext()) {
      throw new IllegalStateException("shard " + shard.index() + " has more than one block");
    }
    // Having asked for more gave back the lock of a cached block.
    return block;
  }

  /** Worker i's shards. */
  private static final class ShardsOfWorker extends NarrowDependency<ImageBlock> {
    private static final long serialVersionUID = 1;

    private final transient RoundPlan plan;

    ShardsOfWorker(RDD<ImageBlock> shards, RoundPlan plan) {
      super(shards);
      this.plan = plan;
    }

    @Override
    public Seq<Object> getParents(int worker) {
      List<Object> parents =
          plan.tasks().get(worker).spans().stream()
              .map(ImageSpan::shard)
              .distinct()
              .map(shard -> (Object) shard)
              .toList();
      return JavaConverters.asScalaBuffer(parents);
    }
  }

  /** One worker, with the partitions of the shards it reads. */
  private static final class WorkerPartition implements Partition {
    private static final long serialVersionUID = 1;

    private final WorkerTask task;
    private final Partition[] shards;

    WorkerPartition(WorkerTask task, Partition[] shards) {
      this.task = task;
      this.shards = shards;
    }

    Partition shard(int index) {
      for (Partition shard : shards) {
        if (shard.index() == index) {
          return shard;
        }
      }
      throw new IllegalArgumentException("worker " + index() + " does not read shard " + index);
    }

    @Override
    public int index() {
      return task.worker();
    }
  }
}
