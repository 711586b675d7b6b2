package io.sparkdcgan.round;

import io.sparkdcgan.engine.LocalStep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The native memory that the workers of one process train in: networks, optimizers and batches, as
 * many as it has workers at a time, kept from round to round. Fresh native memory costs a worker as
 * much as a step. All of it is written before it is read, so that nothing goes from one worker to
 * the next. On Spark this is a broadcast of nothing, so that each executor has its own.
 *
 * <p>All who share it train alike, on shares of the same minibatch. Safe for use by several
 * threads. A final class of plain fields, since it crosses Spark.
 */
public final class WorkerMemoryPool implements AutoCloseable {
  /** By the GPU that their memory is of; made where it is used, since it does not cross. */
  private transient Map<Integer, Deque<LocalStep>> idle;

  private transient boolean closed;

  /**
   * Memory that nobody works in, of the thread's own GPU; given back by the same thread when the
   * work is done, closed if it fails.
   *
   * @param batch the most images of a step that any of those who share this takes
   */
  LocalStep take(WorkerTraining training, int batch) {
    LocalStep step = poll(training);
    return step == null
        ? training.engine().newStep(training.network(), training.training(), batch)
        : step;
  }

  private synchronized LocalStep poll(WorkerTraining training) {
    return idle(training).poll();
  }

  /** Keeps memory for the next who takes some. */
  synchronized void giveBack(WorkerTraining training, LocalStep step) {
    if (closed) {
      step.close();
      return;
    }
    idle(training).push(step);
  }

  /** Frees what nobody works in; the rest goes as it is given back. */
  @Override
  public synchronized void close() {
    closed = true;
    if (idle != null) {
      idle.values().forEach(steps -> steps.forEach(LocalStep::close));
      idle.clear();
    }
  }

  /** Of the GPU that the calling thread computes on; there is one of everything on CPUs. */
  private Deque<LocalStep> idle(WorkerTraining training) {
    if (idle == null) {
      idle = new HashMap<>();
    }
    return idle.computeIfAbsent(training.engine().device(), gpu -> new ArrayDeque<>());
  }
}
