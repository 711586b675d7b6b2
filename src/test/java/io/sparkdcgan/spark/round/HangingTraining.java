package io.sparkdcgan.spark.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import io.sparkdcgan.round.WorkerMemoryPool;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Training in which worker 1 hangs in the second round.
 *
 * @param training what hangs
 * @param once a file that does not exist: who makes it hangs, and nobody after; null for always
 * @param heeds whether an interrupt ends it, as it ends sleep and most I/O
 */
record HangingTraining(LocalTraining training, String once, boolean heeds)
    implements LocalTraining {
  private static final int LONG_MILLIS = 120_000;

  @Override
  public WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool benches) {
    if (task.worker() == 1 && start.progress().round() == 1 && isMyTurn()) {
      hang();
    }
    return training.train(start, task, shards, benches);
  }

  private boolean isMyTurn() {
    try {
      return once == null || new File(once).createNewFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hang() {
    long end = System.nanoTime() + LONG_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(LONG_MILLIS);
      } catch (InterruptedException e) {
        if (heeds) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("reaped", e);
        }
      }
    }
  }
}
