package io.sparkdcgan.round;

import io.sparkdcgan.engine.nd4j.GanStep;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;

/**
 * The native memory that one worker trains in: both networks with their optimizers, and two
 * batches. All of it is written before it is read, so that nothing goes from one worker to the
 * next. Belongs to one thread at a time.
 */
final class WorkerMemory implements AutoCloseable {
  private final WorkerTraining training;
  private final BatchMemory[] batches;
  private GanStep step;

  /** A bench for workers who train like this. */
  WorkerMemory(WorkerTraining training) {
    this.training = training;
    int batchSize = training.training().batchSize();
    this.batches =
        new BatchMemory[] {
          new BatchMemory(training.network(), batchSize),
          new BatchMemory(training.network(), batchSize)
        };
  }

  /** Memory for two batches; stays this bench's. */
  BatchMemory[] batches() {
    return batches;
  }

  /** The networks, at {@code start}; they stay this bench's. */
  GanStep step(GanState start) {
    if (step == null) {
      step = new GanStep(GanNetworks.of(training.network()), training.training(), start);
    } else {
      step.load(start);
    }
    return step;
  }

  @Override
  public void close() {
    for (BatchMemory batch : batches) {
      batch.close();
    }
    if (step != null) {
      step.close();
    }
  }
}
