package io.sparkdcgan.round;

import java.io.Serializable;
import java.util.List;

/**
 * What one logical worker does in one round. A final class of plain fields, since it crosses Spark.
 */
public final class WorkerTask implements Serializable {
  private static final long serialVersionUID = 1;

  private final int worker;
  private final long round;
  private final long firstStep;
  private final PictureSpan[] spans;

  WorkerTask(int worker, long round, long firstStep, List<PictureSpan> spans) {
    this.worker = worker;
    this.round = round;
    this.firstStep = firstStep;
    this.spans = spans.toArray(PictureSpan[]::new);
  }

  /** The worker's number, from 0. */
  public int worker() {
    return worker;
  }

  /** Rounds completed before this one. */
  long round() {
    return round;
  }

  /** Steps that each worker took before this round. */
  long firstStep() {
    return firstStep;
  }

  /** What the worker reads, in this order. */
  public List<PictureSpan> spans() {
    return List.of(spans);
  }
}
