package io.sparkdcgan.round;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The workbenches of one process, as many as it has workers at a time, kept from round to round:
 * fresh native memory costs a worker as much as a step. On Spark this is a broadcast of nothing, so
 * that each executor has its own.
 *
 * <p>All who share them train alike. Safe for use by several threads. A final class of plain
 * fields, since it crosses Spark.
 */
public final class Workbenches implements AutoCloseable {
  /** Made where it is used, since it does not cross. */
  private transient Deque<Workbench> idle;

  private transient boolean closed;

  /** A bench that nobody works at; given back when the work is done, closed if it fails. */
  synchronized Workbench take(WorkerTraining training) {
    Workbench bench = idle == null ? null : idle.poll();
    return bench == null ? new Workbench(training) : bench;
  }

  /** Keeps a bench for the next who takes one. */
  synchronized void giveBack(Workbench bench) {
    if (closed) {
      bench.close();
      return;
    }
    if (idle == null) {
      idle = new ArrayDeque<>();
    }
    idle.push(bench);
  }

  /** Frees the benches that nobody works at; the others go as they are given back. */
  @Override
  public synchronized void close() {
    closed = true;
    while (idle != null && !idle.isEmpty()) {
      idle.pop().close();
    }
  }
}
