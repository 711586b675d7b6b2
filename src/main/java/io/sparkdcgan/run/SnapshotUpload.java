package io.sparkdcgan.run;

import io.sparkdcgan.snapshot.SnapshotStore.Snapshot;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Saves snapshots on a thread of its own while rounds go on, one at a time. What a save throws is
 * thrown to whoever asks next, as it was. For one caller; closing it waits for the last save.
 */
final class SnapshotUpload implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor(SnapshotUpload::daemon);
  private Optional<Future<Snapshot>> underWay = Optional.empty();

  /**
   * Begins a save.
   *
   * @throws IllegalStateException if nobody has asked yet how the one before ended
   */
  void begin(Supplier<Snapshot> save) {
    if (underWay.isPresent()) {
      throw new IllegalStateException("there is a snapshot under way");
    }
    underWay = Optional.of(thread.submit(save::get));
  }

  /** What was saved, if a save has ended since it was last asked; does not wait. */
  Optional<Snapshot> ended() {
    return underWay.filter(Future::isDone).flatMap(save -> await());
  }

  /** What was saved since it was last asked; waits for the save under way. */
  Optional<Snapshot> await() {
    Optional<Future<Snapshot>> save = underWay;
    underWay = Optional.empty();
    return save.map(SnapshotUpload::result);
  }

  private static Snapshot result(Future<Snapshot> save) {
    try {
      return save.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      // A save throws nothing that is checked.
      throw (Error) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a snapshot was being saved", e);
    }
  }

  @Override
  public void close() {
    try {
      await();
    } finally {
      thread.shutdown();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "snapshot-upload");
    thread.setDaemon(true);
    return thread;
  }
}
