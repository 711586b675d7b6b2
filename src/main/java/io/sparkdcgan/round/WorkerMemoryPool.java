package io.sparkdcgan.round;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The workbenches of one process, as many as it has workers at a time, kept from round to round:
 * fresh native memory costs a worker as much as a step. On Spark this is a broadcast of nothing, so
 * that each executor has its own.
 *
 * <p>All who share them train alike. Safe for use by several threads. A final class of plain
 * fields, since it crosses Spark.
 */
public final class WorkerMemoryPool implements AutoCloseable {
  /** By the GPU that their memory is of; made where it is used, since it does not cross. */
  private transient Map<Integer, Deque<WorkerMemory>> idle;

  private transient boolean closed;

  /**
   * A bench that nobody works at, of the thread's own GPU; given back by the same thread when the
   * work is done, closed if it fails.
   */
  synchronized WorkerMemory take(WorkerTraining training) {
    WorkerMemory bench = idle().poll();
    return bench == null ? new WorkerMemory(training) : bench;
  }

  /** Keeps a bench for the next who takes one. */
  synchronized void giveBack(WorkerMemory bench) {
    if (closed) {
      bench.close();
      return;
    }
    idle().push(bench);
  }

  /** Frees the benches that nobody works at; the others go as they are given back. */
  @Override
  public synchronized void close() {
    closed = true;
    if (idle != null) {
      idle.values().forEach(benches -> benches.forEach(WorkerMemory::close));
      idle.clear();
    }
  }

  /** Of the GPU that the calling thread computes on; there is one of everything on CPUs. */
  private Deque<WorkerMemory> idle() {
    if (idle == null) {
      idle = new HashMap<>();
    }
    return idle.computeIfAbsent(
        Nd4j.getAffinityManager().getDeviceForCurrentThread(), gpu -> new ArrayDeque<>());
  }
}
