package io.sparkdcgan.round;

import java.io.Serializable;
import java.util.List;

/**
 * What one logical worker does in one round. A final class of plain fields, since it crosses Spark.
 */
public final class WorkerTask implements Serializable {
  private static final long serialVersionUID = 1;

  private final int worker;
  private final long firstStep;
  private final long firstPosition;
  private final ImageSpan[] spans;

  WorkerTask(int worker, long firstStep, long firstPosition, List<ImageSpan> spans) {
    this.worker = worker;
    this.firstStep = firstStep;
    this.firstPosition = firstPosition;
    this.spans = spans.toArray(ImageSpan[]::new);
  }

  /** The worker's number, from 0. */
  public int worker() {
    return worker;
  }

  /** Steps that each worker took before this round. */
  long firstStep() {
    return firstStep;
  }

  /** Where the worker's first image stands in the endless sequence of epochs; others follow. */
  long firstPosition() {
    return firstPosition;
  }

  /** What the worker reads, in this order. */
  public List<ImageSpan> spans() {
    return List.of(spans);
  }
}
