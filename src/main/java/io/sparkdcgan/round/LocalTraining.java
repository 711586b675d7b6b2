package io.sparkdcgan.round;

import io.sparkdcgan.config.Minibatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.WorkerReport.WorkerUpdate;
import java.io.Serializable;
import java.util.List;

/**
 * What one worker makes of a state: a pure function of state, task and images, so that it may run
 * twice, anywhere. Crosses Spark.
 */
public interface LocalTraining extends Serializable {
  /**
   * Takes the task's steps.
   *
   * @param start where the networks begin; left as it is
   * @param memories lend the native memory for it
   */
  WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool memories);

  /** How a worker gets at the shards of its task: from a cache, a peer or storage. */
  @FunctionalInterface
  interface ShardAccess {
    /**
     * The shard of this index in the manifest. Asked once for each stretch of neighboring spans,
     * shortly before the first batch that wants it, and always on the worker's own thread.
     */
    ImageBlock shard(int index);
  }

  /**
   * What one logical worker does in one round. Crosses Spark.
   *
   * @param worker the worker's number, from 0
   * @param firstStep steps that each worker took before this round
   * @param firstPosition where the worker's first image stands in the endless sequence of epochs;
   *     others follow
   * @param spans what the worker reads, in this order
   * @param minibatch of which it takes its share in every step
   */
  record WorkerTask(
      int worker, long firstStep, long firstPosition, List<ImageSpan> spans, Minibatch minibatch)
      implements Serializable {
    public WorkerTask {
      spans = List.copyOf(spans);
    }

    /** Images of each step; the last may have fewer. */
    int batch() {
      return minibatch.share(worker);
    }
  }

  /**
   * What one worker made of a state.
   *
   * @param worker its number, from 0
   * @param state where its networks are; its progress is that of the start
   * @param images images that it trained on
   * @param losses means over its steps
   * @param seconds where its time went
   * @param gpu that it was computed on, in words; empty for none
   */
  record WorkerResult(
      int worker,
      GanState state,
      long images,
      StepLosses losses,
      WorkerSeconds seconds,
      String gpu) {

    /** Computed on no GPU. */
    public WorkerResult(
        int worker, GanState state, long images, StepLosses losses, WorkerSeconds seconds) {
      this(worker, state, images, losses, seconds, "");
    }

    /** The same, with the time that the worker waited for the state it began with. */
    public WorkerResult receivedIn(double receiveSeconds) {
      return new WorkerResult(
          worker, state, images, losses, seconds.receivedIn(receiveSeconds), gpu);
    }

    /** The same, computed on this GPU; empty for none. */
    public WorkerResult on(String gpu) {
      return new WorkerResult(worker, state, images, losses, seconds, gpu);
    }

    /** What goes with the result's slices. */
    WorkerReport report(GanState start) {
      return new WorkerReport(
          worker, images, WorkerUpdate.between(start, state), losses, seconds, gpu);
    }
  }

  /**
   * Where a worker's time went, in seconds.
   *
   * @param receive the state, from the driver or another executor
   * @param setup filling the networks' native memory, copying the state out
   * @param prepare preparing batches, in the background
   * @param waiting for shards and for batches: what the background could not hide
   * @param train steps
   */
  record WorkerSeconds(double receive, double setup, double prepare, double waiting, double train) {

    WorkerSeconds receivedIn(double seconds) {
      return new WorkerSeconds(seconds, setup, prepare, waiting, train);
    }

    /** All of it but what goes on in the background. */
    public double sum() {
      return receive + setup + waiting + train;
    }
  }
}
