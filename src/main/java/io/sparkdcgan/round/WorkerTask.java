package io.sparkdcgan.round;

import java.io.Serializable;
import java.util.List;

/**
 * What one logical worker does in one round. Crosses Spark.
 *
 * @param worker the worker's number, from 0
 * @param firstStep steps that each worker took before this round
 * @param firstPosition where the worker's first image stands in the endless sequence of epochs;
 *     others follow
 * @param spans what the worker reads, in this order
 */
public record WorkerTask(int worker, long firstStep, long firstPosition, List<ImageSpan> spans)
    implements Serializable {
  public WorkerTask {
    spans = List.copyOf(spans);
  }
}
