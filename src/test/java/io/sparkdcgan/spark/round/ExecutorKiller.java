package io.sparkdcgan.spark.round;

import java.util.function.Consumer;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.storage.BlockUpdatedInfo;
import org.apache.spark.storage.BroadcastBlockId;

/** Kills one executor in the second round, once, at a moment that Spark's own events tell. */
final class ExecutorKiller extends SparkListener {
  /** When to kill. */
  enum Moment {
    /** A worker is at its steps. */
    IN_MID_ROUND,
    /** An executor has the second piece of the state, and not all of them. */
    DURING_BROADCAST,
    /** A worker's slices are written, and nobody has fetched them. */
    DURING_SHUFFLE
  }

  private final Moment moment;
  private final Consumer<String> kill;
  private boolean inRound;
  private boolean killed;
  private int lost;

  /**
   * @param kill takes the host of the executor to be killed
   */
  ExecutorKiller(Moment moment, Consumer<String> kill) {
    this.moment = moment;
    this.kill = kill;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    inRound = "round 2".equals(job.properties().getProperty("spark.job.description"));
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart task) {
    killAt(Moment.IN_MID_ROUND, task.taskInfo().host());
  }

  @Override
  public synchronized void onBlockUpdated(SparkListenerBlockUpdated update) {
    BlockUpdatedInfo block = update.blockUpdatedInfo();
    if (block.blockId() instanceof BroadcastBlockId broadcast
        && broadcast.field().equals("piece1")
        && !block.blockManagerId().isDriver()) {
      killAt(Moment.DURING_BROADCAST, block.blockManagerId().host());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.reason() == Success$.MODULE$ && task.taskType().equals("ShuffleMapTask")) {
      killAt(Moment.DURING_SHUFFLE, task.taskInfo().host());
    }
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    lost++;
  }

  private void killAt(Moment now, String host) {
    if (now == moment && inRound && !killed) {
      killed = true;
      kill.accept(host);
    }
  }

  synchronized boolean hasKilled() {
    return killed;
  }

  /** Executors that Spark has missed since. */
  synchronized int lost() {
    return lost;
  }
}
